package org.mutoscope.worker.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Size of a rendered frame in pixels, written {@code WIDTHxHEIGHT}. */
public record Size(int width, int height) {
    /** Longest side a model may render, so that a frame fits a message. */
    public static final int MAX_SIDE = 2048;

    private static final Pattern FORM = Pattern.compile("([0-9]{1,4})x([0-9]{1,4})");

    /** @throws IllegalArgumentException if a side is odd, under 2 or over {@link #MAX_SIDE} */
    public Size {
        if (width < 2 || height < 2 || width > MAX_SIDE || height > MAX_SIDE || width % 2 + height % 2 > 0) {
            throw new IllegalArgumentException(
                    "sides are even, from 2 to " + MAX_SIDE + ", not " + width + "x" + height);
        }
    }

    /** Reads {@code WIDTHxHEIGHT}. @throws IllegalArgumentException if it is none */
    public static Size parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("a size is written WIDTHxHEIGHT");
        }
        return new Size(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    }

    /** Number of pixels. */
    public int pixels() {
        return width * height;
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
