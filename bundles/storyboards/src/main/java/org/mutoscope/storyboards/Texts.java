package org.mutoscope.storyboards;

import java.util.List;

/** Texts that others chose. */
final class Texts {
    private Texts() {}

    /** Whether every database takes it: no NUL, no half of a surrogate pair. */
    static boolean storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c) && (++i == text.length() || !Character.isLowSurrogate(text.charAt(i)))) {
                return false;
            }
        }
        return true;
    }

    /** Short and printable, for a message. */
    static String shown(String text) {
        String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
        return '"' + (plain.length() > 40 ? plain.substring(0, 40) + "..." : plain) + '"';
    }

    /** What was joined; nothing of an empty text. */
    static List<String> split(String text, String between) {
        return text.isEmpty() ? List.of() : List.of(text.split(between));
    }

    /** Its first words, in one line. */
    static String begin(String text, int most) {
        String line = text.strip().replaceAll("\\s+", " ");
        if (line.length() <= most) {
            return line;
        }
        int blank = line.lastIndexOf(' ', most - 3);
        int end = blank > most / 2 ? blank : most - 3;
        return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + "...";
    }
}
