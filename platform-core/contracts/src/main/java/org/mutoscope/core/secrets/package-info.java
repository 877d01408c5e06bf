/**
 * Keys of the installation's own: what is written with one can be read only while the key is there.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.mutoscope.core.secrets;
