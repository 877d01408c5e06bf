/** The pipeline {@code sprite}: a clip drawn frame by frame with a rectified flow, each frame told the two before it. */
package org.mutoscope.worker.sprite;
