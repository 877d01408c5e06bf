/**
 * Rights: who holds what, on which terms it may be used, and each use.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.1.0")
package org.mutoscope.core.rights;
