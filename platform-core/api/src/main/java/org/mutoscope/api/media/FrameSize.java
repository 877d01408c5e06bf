package org.mutoscope.api.media;

/**
 * Size of a frame in pixels, written {@code WIDTHxHEIGHT}.
 *
 * @param width 1 to {@value #MAX_SIDE}
 * @param height 1 to {@value #MAX_SIDE}
 */
public record FrameSize(int width, int height) {
    /** Largest side that any part of the platform accepts, in pixels. */
    public static final int MAX_SIDE = 8192;

    /** @throws IllegalArgumentException if a side is out of range */
    public FrameSize {
        if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
            throw new IllegalArgumentException(
                    "a frame has sides of 1 to " + MAX_SIDE + " pixels, not " + width + "x" + height);
        }
    }

    /**
     * Reads {@code WIDTHxHEIGHT}, decimal digits only.
     *
     * @throws IllegalArgumentException if the text has another form or a side is out of range
     */
    public static FrameSize parse(String text) {
        int x = text.indexOf('x');
        if (x < 1
                || x > 5
                || text.length() - x > 6
                || text.length() == x + 1
                || !digits(text, 0, x)
                || !digits(text, x + 1, text.length())) {
            throw new IllegalArgumentException("a size is written WIDTHxHEIGHT, for example 720x1280");
        }
        return new FrameSize(Integer.parseInt(text, 0, x, 10), Integer.parseInt(text, x + 1, text.length(), 10));
    }

    private static boolean digits(String text, int from, int to) {
        return text.substring(from, to).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Bytes of one {@link VideoFormat RGB24} frame of this size. */
    public int rgbBytes() {
        return Math.multiplyExact(Math.multiplyExact(width, height), 3);
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
