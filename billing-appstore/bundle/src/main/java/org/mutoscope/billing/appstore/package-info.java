/**
 * Apple's App Store as a billing provider. Signed data is checked with Apple's own verifier, then with our checks where that verifier accepts
 * too much; what is left becomes facts. Read {@link org.mutoscope.billing.appstore.AppStoreProvider} first.
 */
package org.mutoscope.billing.appstore;
