/**
 * The way of a request through the house: admitted, rendered, finished, settled.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.6.0")
package org.mutoscope.core.road;
