/** ONNX Runtime and what it computes on. */
package org.mutoscope.worker.device;
