/**
 * Steps that sign a finished file and record it, after the last frame has been encoded.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.2.0")
package org.mutoscope.api.provenance;
