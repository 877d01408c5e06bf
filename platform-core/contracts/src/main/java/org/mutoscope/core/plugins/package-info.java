/**
 * The bundles that come and go, their services, and the one crossing into their code.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.mutoscope.core.plugins;
