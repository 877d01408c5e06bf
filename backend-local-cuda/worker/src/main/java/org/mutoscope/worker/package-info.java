/** The worker: a child process of the platform that owns ONNX Runtime, so that a native fault costs one attempt of one job. */
package org.mutoscope.worker;
