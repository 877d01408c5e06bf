package org.mutoscope.rest;

import java.util.List;
import org.mutoscope.core.observe.Health;

/** Whether the process lives and whether it can admit a job. */
final class HealthResource {
    private final House house;

    HealthResource(House house) {
        this.house = house;
    }

    /** Answers as long as the process lives. */
    Answer live(Ask ask) {
        return Answer.json(Json.object("status", "live"));
    }

    /** 200 when a job can be admitted, else 503 and why not. */
    Answer ready(Ask ask) {
        List<String> obstacles = obstacles();
        boolean ready = obstacles.isEmpty();
        return Answer.of(ready ? 200 : 503)
                .json(Json.object("status", ready ? "ready" : "not ready").and("obstacles", obstacles), Json.TYPE)
                .with("cache-control", "no-store");
    }

    private List<String> obstacles() {
        List<String> missing = house.missing();
        if (!missing.isEmpty()) {
            return List.of("Mutoscope is still starting; not there yet: " + String.join(", ", missing) + ".");
        }
        return house.health().examine(Health.READY).stream()
                .filter(finding -> !finding.ok())
                .flatMap(finding -> finding.sentences().stream())
                .toList();
    }
}
