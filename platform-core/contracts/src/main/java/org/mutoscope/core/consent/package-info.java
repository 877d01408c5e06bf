/**
 * Consent of people to their likeness and voice: how they enrol, what is kept of them, and how they take it back.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.mutoscope.core.consent;
