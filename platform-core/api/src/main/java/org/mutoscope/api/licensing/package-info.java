/**
 * Licensing policies decide whether a request may use a likeness, a character or an artwork, and on which terms.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.2.0")
package org.mutoscope.api.licensing;
