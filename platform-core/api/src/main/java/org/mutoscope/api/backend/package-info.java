/**
 * Backends make frames. A partner implements {@link org.mutoscope.api.backend.VideoBackend} and registers it as a service; everything else here is handed over by the host or returned to it.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.3.0")
package org.mutoscope.api.backend;
