/**
 * The backend {@code local}: supervises worker processes that run models with ONNX Runtime. No native code and nothing that a model could break lives
 * here. What a worker can do wrong, and how it is named, is the table in {@link org.mutoscope.backend.local.WorkerFault}.
 */
package org.mutoscope.backend.local;
