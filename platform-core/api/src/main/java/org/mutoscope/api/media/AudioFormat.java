package org.mutoscope.api.media;

/**
 * Shape of a raw sound stream. Samples are signed 16-bit little-endian, channels interleaved.
 *
 * @param sampleRate samples per second and channel, 8,000 to 192,000
 * @param channels 1 or 2
 */
public record AudioFormat(int sampleRate, int channels) {
    /** @throws IllegalArgumentException if a value is out of range */
    public AudioFormat {
        if (sampleRate < 8_000 || sampleRate > 192_000 || channels < 1 || channels > 2) {
            throw new IllegalArgumentException(
                    "8,000 to 192,000 samples per second in 1 or 2 channels, not " + sampleRate + " in " + channels);
        }
    }
}
