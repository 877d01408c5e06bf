/**
 * What comes before a clip: a picture to begin with, a script that becomes shots. A partner implements {@link org.mutoscope.api.creation.FirstFrame} or
 * {@link org.mutoscope.api.creation.ScriptWriter} and registers it as a service; the platform decides what becomes of what it makes.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.mutoscope.api.creation;
