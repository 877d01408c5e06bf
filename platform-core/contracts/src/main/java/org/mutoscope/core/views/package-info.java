/**
 * Views of finished clips: who may say that somebody watches, what of it counts, and the weights by which money of a month is shared. docs/concepts/views.md
 * explains the rules.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.mutoscope.core.views;
