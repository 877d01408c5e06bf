/**
 * Model packages, formats 1 and 2: a folder with {@code model.json}, ONNX graphs and further files, each with size and SHA-256. A package with a fault is
 * refused by name and leaves the others alone.
 */
package org.mutoscope.worker.model;
