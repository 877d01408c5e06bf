/** Describes a folder that diffusers or an exporter laid out and that has no {@code model.json}: writes one. Loads nothing native. */
package org.mutoscope.worker.describe;
