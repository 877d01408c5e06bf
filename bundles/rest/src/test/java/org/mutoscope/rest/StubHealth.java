package org.mutoscope.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.observe.Health;

/** Finds what it was told to find, and whatever keeps the studio from admitting jobs. */
final class StubHealth implements Health {
    final List<Finding> findings = new ArrayList<>();
    private final StubStudio studio;

    StubHealth(StubStudio studio) {
        this.studio = studio;
    }

    @Override
    public List<Finding> examine(String tag) {
        List<Finding> all = new ArrayList<>(findings);
        State state = studio.obstacles().isEmpty() ? State.OK : State.WRONG;
        List<String> sentences = state == State.OK ? List.of("Jobs are admitted.") : studio.obstacles();
        all.add(new Finding("ready", List.of(READY), state, sentences, List.of(), null, 0));
        return all.stream()
                .filter(finding ->
                        Optional.ofNullable(tag).map(finding.tags()::contains).orElse(true))
                .toList();
    }
}
