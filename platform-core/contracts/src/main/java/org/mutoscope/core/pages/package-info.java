/**
 * Pages for browsers: a bundle offers the files, the API's door sends them, so that TLS, limits and headers are the same for both.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.mutoscope.core.pages;
