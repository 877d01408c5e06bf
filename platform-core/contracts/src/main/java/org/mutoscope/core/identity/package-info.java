/**
 * Accounts, the principals who act for them, and the keys they show.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.2.0")
package org.mutoscope.core.identity;
