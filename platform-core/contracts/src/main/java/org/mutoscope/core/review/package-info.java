/**
 * Orders that a person must look at before they run: who looks, what was decided, what that is worth later.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.mutoscope.core.review;
