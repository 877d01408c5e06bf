/**
 * What is to be seen of the platform: figures, findings, traces, levels of the log.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.1.0")
package org.mutoscope.core.observe;
