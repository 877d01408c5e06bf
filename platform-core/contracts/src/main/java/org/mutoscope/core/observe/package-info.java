/**
 * Figures about what the platform did, for programs that watch it.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.mutoscope.core.observe;
