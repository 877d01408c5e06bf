/**
 * Checks of a recording by which a person enrols: whether somebody living is in it, and whether two show one person. Both are optional; what they find is shown
 * to whoever reviews the recording.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.mutoscope.api.consent;
