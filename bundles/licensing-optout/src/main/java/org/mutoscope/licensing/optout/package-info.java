/** Licensing by opt-out: what is registered may be used until its holder asks for a licence. */
package org.mutoscope.licensing.optout;
