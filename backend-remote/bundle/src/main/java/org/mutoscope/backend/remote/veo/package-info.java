/** Google's Veo by the Gemini API. */
package org.mutoscope.backend.remote.veo;
