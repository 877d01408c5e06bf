/**
 * Frames, sound and files: the stream a backend fills, the filters that mark it, the encoder that makes a file of it.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.2.0")
package org.mutoscope.api.media;
