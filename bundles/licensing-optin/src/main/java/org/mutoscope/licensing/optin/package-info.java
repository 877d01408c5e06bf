/** Licensing by opt-in: nothing registered is used without a licence. */
package org.mutoscope.licensing.optin;
