package org.mutoscope.api.guard;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One name of a registered subject.
 *
 * @param subject id of the subject, given back as {@link Finding#subject()}
 * @param kind {@code likeness}, {@code voice}, {@code character}, {@code artwork} or {@code music}
 * @param text the name as people write it, 1 to {@link #LONGEST} UTF-16 units
 * @param language BCP 47 tag of the language the name is written in, empty if it belongs to none
 * @param flags how it is to be looked for
 * @param minLength fewest letters and digits that a place in a text must have to count as this name, 0 for the guard's own rule
 * @param allowedPhrases phrases in which the name is harmless, for example {@code frozen yoghurt} for {@code Frozen}
 */
public record Name(
        String subject,
        String kind,
        String text,
        String language,
        Set<Flag> flags,
        int minLength,
        List<String> allowedPhrases) {
    /** Longest name in UTF-16 units; what is longer is a description, and no guard looks for it letter by letter. */
    public static final int LONGEST = 200;

    /** How a name is to be looked for. */
    public enum Flag {
        /** A common word: it counts only beside another sign of the subject. */
        NEEDS_CONTEXT,
        /** It counts only in its own capitals and small letters. */
        CASE_SENSITIVE
    }

    /** Copies the collections. @throws IllegalArgumentException if the subject or the text is blank, the text too long, or the length negative */
    public Name {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(language);
        flags = Set.copyOf(flags);
        allowedPhrases = List.copyOf(allowedPhrases);
        if (subject.isBlank() || text.isBlank() || text.length() > LONGEST || minLength < 0) {
            throw new IllegalArgumentException(
                    "a name has a subject, 1 to " + LONGEST + " characters and a length of 0 or more");
        }
    }

    /** Whether it is to be looked for in this way. */
    public boolean is(Flag flag) {
        return flags.contains(flag);
    }
}
