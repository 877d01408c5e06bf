/** Narration spoken by flite, a small speech synthesizer that needs no network. */
package org.mutoscope.speech.flite;
