package org.mutoscope.api.guard;

import java.util.Objects;

/**
 * One picture of a registered subject, as far as it is kept.
 *
 * @param subject id of the subject, given back as {@link Finding#subject()}
 * @param kind {@code likeness}, {@code character} or {@code artwork}
 * @param hash what it looks like, by {@link PictureHash}
 */
public record Picture(String subject, String kind, long hash) {
    /** @throws NullPointerException if subject or kind is missing */
    public Picture {
        Objects.requireNonNull(subject);
        Objects.requireNonNull(kind);
    }
}
