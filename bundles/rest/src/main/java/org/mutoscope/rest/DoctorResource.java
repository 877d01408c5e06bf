package org.mutoscope.rest;

import java.util.Map;
import org.mutoscope.core.observe.Health;

/** Looks at everything that commonly is wrong with an installation and says it in sentences, with causes and what to run. */
final class DoctorResource {
    private final House house;

    DoctorResource(House house) {
        this.house = house;
    }

    /** Examines all, or what has a tag. */
    Answer examine(Ask ask) {
        String tag = ask.query("tag");
        return Answer.json(Json.object(
                "checks",
                house.health().examine(tag == null || tag.isBlank() ? null : tag).stream()
                        .map(DoctorResource::check)
                        .toList()));
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
