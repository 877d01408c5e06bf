package org.mutoscope.plugins;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mutoscope.core.plugins.Plugins.Verb;

/**
 * What a change comes to: what starts, what stops, what only drains. Found out before anything is touched.
 *
 * @param sentence for the head of the plan
 * @param subject name of the bundle, or {@code plugins.lock}
 * @param starts in order
 * @param stops get no more work, then stop
 */
record Intent(Verb verb, String sentence, String subject, List<Incoming> starts, List<Deployed> stops) {
    /** Copies the lists. */
    Intent {
        starts = List.copyOf(starts);
        stops = List.copyOf(stops);
    }

    /** A jar that is to run. @param jar where its content is @param existing where it is deployed already, else null */
    record Incoming(Path jar, JarFacts facts, String fileName, Deployed existing) {
        static Incoming of(Deployed entry) {
            return new Incoming(entry.file, entry.facts, entry.fileName(), entry);
        }
    }

    /** Whether this one must be out of the way before one of the new ones starts: two of one name and version cannot stand side by side. */
    boolean goesFirst(Deployed stop) {
        return starts.stream().anyMatch(s -> s.facts().called().equals(stop.called()));
    }

    /** Names of all bundles it is about. */
    Set<String> names() {
        return Stream.concat(
                        starts.stream().map(s -> s.facts().name()),
                        stops.stream().map(d -> d.facts == null ? d.fileName() : d.facts.name()))
                .collect(Collectors.toSet());
    }
}
