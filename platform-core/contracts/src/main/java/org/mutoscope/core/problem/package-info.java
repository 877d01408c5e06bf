/**
 * Errors that say what happened, whose matter it is and what to do.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.1.0")
package org.mutoscope.core.problem;
