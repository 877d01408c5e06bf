package org.mutoscope.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mutoscope.core.observe.Health;

/** Looks at everything that commonly is wrong with an installation and says it in sentences, with causes and what to run. */
final class DoctorResource {
    /** Tags of the check of our own listeners. */
    private static final List<String> LISTENERS = List.of("http", "listeners");

    private final House house;

    DoctorResource(House house) {
        this.house = house;
    }

    /** Examines all, or what has a tag. */
    Answer examine(Ask ask) {
        String tag = ask.query("tag");
        boolean all = tag == null || tag.isBlank();
        List<Health.Finding> findings = new ArrayList<>(house.health().examine(all ? null : tag));
        if (all || LISTENERS.contains(tag)) {
            findings.add(listeners());
        }
        return Answer.json(Json.object(
                "checks", findings.stream().map(DoctorResource::check).toList()));
    }

    private Health.Finding listeners() {
        List<String> problems = house.listeners == null ? List.of() : house.listeners.problems();
        return new Health.Finding(
                "listeners",
                LISTENERS,
                problems.isEmpty() ? Health.State.OK : Health.State.WRONG,
                problems.isEmpty()
                        ? List.of("Every listener that is configured is open, and its certificate is good.")
                        : problems,
                List.of(),
                null,
                0);
    }

    private static Map<String, Object> check(Health.Finding finding) {
        return Json.object("name", finding.name())
                .and("ok", finding.ok())
                .and("state", finding.state().name())
                .and("sentence", String.join(" ", finding.sentences()))
                .and("causes", finding.causes())
                .and("command", finding.command())
                .and("tags", finding.tags())
                .and("milliseconds", finding.milliseconds());
    }
}
