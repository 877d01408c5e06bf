/**
 * What comes before a clip: a picture to begin with, a script that becomes shots, better words. A partner implements
 * {@link org.mutoscope.api.creation.FirstFrame}, {@link org.mutoscope.api.creation.ScriptWriter} or {@link org.mutoscope.api.creation.PromptAdviser} and registers
 * it as a service; the platform decides what becomes of what it makes.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.1.0")
package org.mutoscope.api.creation;
