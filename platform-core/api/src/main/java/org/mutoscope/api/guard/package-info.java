/**
 * Prompt guards look at what a creator asks for before any credit is held.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.2.0")
package org.mutoscope.api.guard;
