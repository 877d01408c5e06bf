package org.mutoscope.api.guard;

import java.util.Objects;

/**
 * Something a guard found in a text.
 *
 * @param kind {@code likeness}, {@code character}, {@code artwork}, or a category of the guard's own
 * @param subject id of the registered subject, or the name as found
 * @param start first character of the span in UTF-16 units
 * @param end one past the last character
 * @param confidence 0 to 1,000,000
 */
public record Finding(String kind, String subject, int start, int end, int confidence) {
    /** @throws IllegalArgumentException if span or confidence is out of range */
    public Finding {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(subject);
        if (start < 0 || end < start || confidence < 0 || confidence > 1_000_000) {
            throw new IllegalArgumentException("a span runs forward and confidence is 0 to 1,000,000");
        }
    }
}
