package org.mutoscope.consent;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Rights.Kind;

/** Ids, lists in columns, and texts that people send. */
final class Texts {
    static final SecureRandom RANDOM = new SecureRandom();
    /** How ids of enrolments begin. */
    static final String ENROLMENT = "enr_";

    private static final int MOST_REASON = 500;

    private Texts() {}

    /** A prefix and so many random bytes in hex. */
    static String id(String prefix, int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return prefix + HexFormat.of().formatHex(random);
    }

    static String kinds(Set<Kind> kinds) {
        return kinds.stream().sorted().map(Kind::word).collect(Collectors.joining(","));
    }

    static Set<Kind> kinds(String words) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        Arrays.stream(words.split(",")).forEach(word -> kinds.add(Kind.valueOf(word.toUpperCase(Locale.ROOT))));
        return kinds;
    }

    static List<String> list(String words, String between) {
        return words.isEmpty() ? List.of() : List.of(words.split(between));
    }

    /** Whether a database takes it and people can read it: no control characters, no half of a surrogate pair. */
    static boolean plain(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    /** At most so long and on one line. */
    static String cut(String text, int length) {
        String line = String.valueOf(text).replaceAll("[\\p{Cntrl}]+", " ").strip();
        if (line.length() <= length) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(length - 1)) ? length - 1 : length;
        return line.substring(0, end);
    }

    /** One remark a line, as many as there is room for. */
    static String lines(List<String> remarks, int most) {
        return cutLines(remarks.stream().map(remark -> cut(remark, 300)).collect(Collectors.joining("\n")), most);
    }

    private static String cutLines(String lines, int most) {
        return lines.length() <= most ? lines : lines.substring(0, Math.max(0, lines.lastIndexOf('\n', most)));
    }

    static String reason(String text) {
        if (text == null || text.isBlank() || text.length() > MOST_REASON || !plain(text)) {
            throw new Problem(
                    Code.INVALID_REQUEST, "Say in \"reason\" why, in 1 to 500 characters on one line.", "reason", null);
        }
        return text;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
