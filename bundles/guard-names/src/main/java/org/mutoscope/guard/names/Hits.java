package org.mutoscope.guard.names;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mutoscope.api.guard.Finding;

/** What was met in one text, by subject: a text full of one name hides no other. */
final class Hits {
    /** Findings of one subject; more say nothing more. */
    static final int MOST = 16;

    private static final Comparator<Hit> LONGEST_FIRST = Comparator.comparingInt(Hit::from)
            .thenComparing(Comparator.comparingInt(Hit::to).reversed())
            .thenComparing(Comparator.comparingInt(Hit::confidence).reversed());

    private final Map<String, List<Hit>> bySubject = new LinkedHashMap<>();

    void add(Hit hit) {
        bySubject.computeIfAbsent(hit.name().subject(), s -> new ArrayList<>()).add(hit);
    }

    /** What counts of it, by place. */
    List<Finding> findings(Cues cues, String original) {
        return bySubject.values().stream()
                .flatMap(hits -> counting(hits, cues, original))
                .sorted(Comparator.comparingInt(Hit::from)
                        .thenComparing(hit -> hit.name().subject()))
                .map(Hit::finding)
                .toList();
    }

    /** Those of one subject that count, without such as stand within a longer one. */
    private static Stream<Hit> counting(List<Hit> hits, Cues cues, String original) {
        List<Hit> signs = signs(hits);
        List<Hit> counting = new ArrayList<>();
        int reached = 0;
        for (Hit hit : hits.stream().sorted(LONGEST_FIRST).toList()) {
            if (hit.to() > reached && counting.size() < MOST && (hit.alone() || cues.about(hit, signs, original))) {
                counting.add(hit);
                reached = hit.to();
            }
        }
        return counting.stream();
    }

    /** The first and the last place of each name. */
    private static List<Hit> signs(List<Hit> hits) {
        Map<String, Hit> first = new HashMap<>();
        Map<String, Hit> last = new HashMap<>();
        for (Hit hit : hits) {
            first.merge(hit.name().text(), hit, (a, b) -> a.from() <= b.from() ? a : b);
            last.merge(hit.name().text(), hit, (a, b) -> a.from() > b.from() ? a : b);
        }
        return Stream.concat(first.values().stream(), last.values().stream()).toList();
    }
}
