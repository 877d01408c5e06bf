package org.mutoscope.api.media;

/**
 * Shape of a raw video stream. Frames are RGB24: height x width x 3 bytes, rows from the top, no padding, full range, sRGB.
 *
 * @param size size of every frame
 * @param framesPerSecond 1 to 120
 */
public record VideoFormat(FrameSize size, int framesPerSecond) {
    /** @throws IllegalArgumentException if the rate is out of range */
    public VideoFormat {
        if (framesPerSecond < 1 || framesPerSecond > 120) {
            throw new IllegalArgumentException("1 to 120 frames per second, not " + framesPerSecond);
        }
    }
}
