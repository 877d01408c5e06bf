package org.mutoscope.review;

import java.util.ArrayList;
import java.util.List;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.core.review.Said;

/** What guards said, as it is kept: a line each guard, and a line each of its findings; fields are parted by tabs. */
final class Minutes {
    private static final int LONGEST = 16_000;
    private static final int MOST_TEXT = 300;
    private static final String GUARD = "G";
    private static final String FINDING = "F";

    private Minutes() {}

    /** What does not fit is left out from its end: the words themselves are there to be read. */
    static String of(List<Said> said) {
        StringBuilder text = new StringBuilder();
        for (Said one : said) {
            add(text, String.join("\t", GUARD, plain(one.guard()), one.reason() == null ? "" : plain(one.reason())));
            for (Finding f : one.findings()) {
                add(
                        text,
                        String.join(
                                "\t",
                                FINDING,
                                plain(f.kind()),
                                plain(f.subject()),
                                f.start() + "\t" + f.end() + "\t" + f.confidence()));
            }
        }
        return text.toString();
    }

    private static void add(StringBuilder text, String line) {
        if (text.length() + line.length() < LONGEST) {
            text.append(line).append('\n');
        }
    }

    private static String plain(String text) {
        String cut = text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text;
        return cut.replaceAll("[\\p{Cntrl}\\p{Cs}]", " ").strip();
    }

    static List<Said> read(String text) {
        List<Said> all = new ArrayList<>();
        String guard = null;
        String reason = null;
        List<Finding> findings = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] parts = line.split("\t", -1);
            if (parts[0].equals(GUARD)) {
                close(all, guard, reason, findings);
                guard = parts[1];
                reason = parts[2].isEmpty() ? null : parts[2];
                findings = new ArrayList<>();
            } else {
                findings.add(new Finding(
                        parts[1],
                        parts[2],
                        Integer.parseInt(parts[3]),
                        Integer.parseInt(parts[4]),
                        Integer.parseInt(parts[5])));
            }
        }
        close(all, guard, reason, findings);
        return all;
    }

    private static void close(List<Said> all, String guard, String reason, List<Finding> findings) {
        if (guard != null) {
            all.add(new Said(guard, reason, findings));
        }
    }
}
