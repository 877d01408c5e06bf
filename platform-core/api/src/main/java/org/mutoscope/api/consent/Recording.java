package org.mutoscope.api.consent;

import java.nio.file.Path;
import java.util.List;

/**
 * A recording of a person and what was asked of them in it.
 *
 * @param file MP4 or WebM with picture and sound, readable during the call alone: keep neither it nor anything made of it
 * @param milliseconds length
 * @param digits 4 to 6 decimal digits that the person was asked to say, in this order
 * @param turns where the person was asked to look, in this order: {@code left}, {@code right}, {@code up} or {@code down}, as the person sees it
 */
public record Recording(Path file, long milliseconds, String digits, List<String> turns) {
    /** Copies the list. */
    public Recording {
        turns = List.copyOf(turns);
    }
}
