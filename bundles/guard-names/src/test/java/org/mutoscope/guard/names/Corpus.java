package org.mutoscope.guard.names;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.api.guard.Name;

/** Names and texts of the frozen corpus. */
final class Corpus {
    /** A text and the subjects that it names. */
    record Line(Set<String> subjects, String text) {}

    private Corpus() {}

    static List<Name> names() throws IOException {
        return rows("names.txt").stream().map(Corpus::name).toList();
    }

    private static Name name(String row) {
        String[] parts = row.split("\t");
        Set<Name.Flag> flags = EnumSet.noneOf(Name.Flag.class);
        if (parts.length > 4 && parts[4].contains("C")) {
            flags.add(Name.Flag.NEEDS_CONTEXT);
        }
        if (parts.length > 4 && parts[4].contains("S")) {
            flags.add(Name.Flag.CASE_SENSITIVE);
        }
        int least = parts.length > 5 ? Integer.parseInt(parts[5]) : 0;
        List<String> harmless = parts.length > 6 ? List.of(parts[6].split("\\|")) : List.of();
        return new Name(parts[0], parts[1], parts[2], parts[3], flags, least, harmless);
    }

    static List<Line> lines() throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String row : rows("corpus.txt")) {
            String[] parts = row.split("\t", 2);
            lines.add(new Line(parts[0].equals("-") ? Set.of() : Set.of(parts[0].split(",")), parts[1]));
        }
        return lines;
    }

    private static List<String> rows(String file) throws IOException {
        try (InputStream in = Corpus.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("# "))
                    .toList();
        }
    }

    static Set<String> subjects(List<Finding> findings) {
        return findings.stream().map(Finding::subject).collect(Collectors.toCollection(TreeSet::new));
    }
}
