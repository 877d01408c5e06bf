package org.mutoscope.plugins;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mutoscope.core.plugins.Plugins.Source;
import org.osgi.framework.Version;

/**
 * What is to run, as {@code plugins.lock} says it: one line a bundle, with its digest. Not changed once made.
 *
 * @param lines in the order of name and version
 */
record Lock(List<Line> lines) {
    static final Lock EMPTY = new Lock(List.of());
    static final String FILE = "plugins.lock";

    private static final String HEAD =
            """
            # What runs beside the platform's own bundles. Written by the platform: `mutoscope plugin` changes it, and so does a jar that is put into
            # deploy/ or deleted there. on: runs; off: was switched off; back: ran before, and is kept for `mutoscope plugin rollback`.
            # state name version sha256[/how it came[/SHA-256 of the signer's certificate]] file
            """;

    /** Copies and sorts. */
    Lock {
        List<Line> sorted = new ArrayList<>(lines);
        sorted.sort(Comparator.comparing(Line::name)
                .thenComparing(Line::version, Comparator.reverseOrder())
                .thenComparing(Line::state));
        lines = List.copyOf(sorted);
    }

    /** What becomes of a bundle. */
    enum State {
        ON,
        OFF,
        BACK
    }

    /** A bundle. @param file its name in {@code deploy/} */
    record Line(State state, String name, Version version, String sha256, String file, Origin origin) {
        static Line of(State state, JarFacts facts, String file) {
            return new Line(state, facts.name(), facts.version(), facts.sha256(), file, Origin.of(facts));
        }

        Line from(Origin other) {
            return new Line(state, name, version, sha256, file, other);
        }

        boolean is(JarFacts facts) {
            return name.equals(facts.name()) && version.equals(facts.version());
        }

        String bundle() {
            return name + "@" + version;
        }
    }

    /** How a jar came first, and who signed it. @param signer SHA-256 of a certificate, or null */
    record Origin(Source source, String signer) {
        private static final Pattern WORD =
                Pattern.compile("([0-9a-f]{64})(?:/(deploy|upload|catalogue)(?:/([0-9a-f]{64}))?)?");

        static Origin of(JarFacts facts) {
            return new Origin(facts.source(), facts.signature().signer());
        }

        private String word() {
            return "/" + source.name().toLowerCase(Locale.ROOT) + (signer == null ? "" : "/" + signer);
        }
    }

    /** How content came first; null if it never did, or before that was written down. */
    Origin origin(String sha256) {
        return lines.stream()
                .filter(line -> line.sha256.equals(sha256) && line.origin != null)
                .map(Line::origin)
                .findFirst()
                .orElse(null);
    }

    /** The line about a jar that is not merely kept. */
    Optional<Line> of(JarFacts facts) {
        return lines.stream()
                .filter(line -> line.state != State.BACK && line.is(facts))
                .findFirst();
    }

    /** What ran before under a name; else the newest that is switched off, as is what had to go and whose file could not be deleted. */
    Optional<Line> back(String name) {
        return lines.stream()
                .filter(line -> line.state != State.ON && line.name.equals(name))
                .min(Comparator.comparing(Line::state, Comparator.reverseOrder())); // BACK before OFF; else in order
    }

    /** This line in the place of any about the same version or the same content; how that came first stays. */
    Lock with(Line line) {
        Origin before = origin(line.sha256);
        Lock rest = without(other -> other.sha256.equals(line.sha256)
                || line.state != State.BACK
                        && other.state != State.BACK
                        && other.bundle().equals(line.bundle()));
        List<Line> all = new ArrayList<>(rest.lines);
        all.add(before == null ? line : line.from(before));
        return new Lock(all);
    }

    /** The jar no longer runs and is what {@code rollback} goes back to: the one way back of its name. */
    Lock retired(Line line) {
        return without(other -> other.state == State.BACK && other.name.equals(line.name))
                .with(new Line(State.BACK, line.name, line.version, line.sha256, line.file, line.origin));
    }

    Lock without(Predicate<Line> which) {
        return new Lock(lines.stream().filter(which.negate()).toList());
    }

    Set<String> digests() {
        return lines.stream().map(Line::sha256).collect(Collectors.toCollection(TreeSet::new));
    }

    String text() {
        return HEAD
                + lines.stream()
                        .map(l -> l.state.name().toLowerCase(Locale.ROOT) + " " + l.name + " " + l.version + " "
                                + l.sha256 + (l.origin == null ? "" : l.origin.word()) + " " + l.file + "\n")
                        .collect(Collectors.joining());
    }

    byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads it. @throws Refusal naming the line that cannot be read */
    static Lock parse(String text) throws Refusal {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                lines.add(line(line.strip(), number));
            }
        }
        return new Lock(lines);
    }

    private static Line line(String line, int number) throws Refusal {
        String[] words = line.split("\\s+", 5);
        String wrong = "Line " + number + " of plugins.lock cannot be read (\"" + line
                + "\"); it is: state name version sha256 file, with a state of on, off or back.";
        Matcher content = Origin.WORD.matcher(words.length < 5 ? "" : words[3]);
        if (words.length < 5
                || !Set.of("on", "off", "back").contains(words[0])
                || !content.matches()
                || words[4].contains("/")
                || words[4].contains("\\")
                || !words[4].endsWith(".jar")) {
            throw new Refusal(wrong);
        }
        try {
            return new Line(
                    State.valueOf(words[0].toUpperCase(Locale.ROOT)),
                    words[1],
                    Version.parseVersion(words[2]),
                    content.group(1),
                    words[4],
                    content.group(2) == null
                            ? null
                            : new Origin(Source.valueOf(content.group(2).toUpperCase(Locale.ROOT)), content.group(3)));
        } catch (IllegalArgumentException e) {
            throw new Refusal(wrong, e);
        }
    }
}
