package org.mutoscope.rest;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.mutoscope.core.observe.LogLevels;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** What is logged, changed for a while. */
final class LogResource {
    private static final int TEN_MINUTES = 600;

    private final House house;

    LogResource(House house) {
        this.house = house;
    }

    /** Lists what is changed. */
    Answer list(Ask ask) {
        return Answer.json(Json.object(
                "data", house.levels().changes().stream().map(LogResource::json).toList()));
    }

    /** Changes a logger. The audit line is written first, so that nobody's prompt is logged without one. */
    Answer change(Ask ask) throws IOException {
        Fields fields = Asked.json(ask);
        String logger = Asked.text(fields, "logger");
        String level = Asked.text(fields, "level");
        int seconds =
                Asked.between(1, (int) LogLevels.LONGEST.toSeconds(), fields.text("seconds"), "seconds", TEN_MINUTES);
        boolean secrets = "true".equals(fields.text("secrets"));
        LogLevels levels = house.levels();
        Audit.write(
                house,
                ask.caller(),
                "log.change",
                logger + " " + level + " for " + seconds + " s" + (secrets ? ", secrets accepted" : ""));
        return Answer.json(json(levels.change(logger, level, Duration.ofSeconds(seconds), secrets)));
    }

    /** Ends a change before its time. */
    Answer back(Ask ask) {
        String logger = ask.path("logger");
        Audit.write(house, ask.caller(), "log.back", logger);
        if (!house.levels().back(logger)) {
            throw new Problem(
                    Code.INVALID_REQUEST,
                    "That logger is as logback.xml says; GET /api/v1/admin/log lists those that are not.",
                    "logger",
                    null);
        }
        return Answer.json(Json.object("logger", logger).and("back", true));
    }

    private static Map<String, Object> json(LogLevels.Change change) {
        return Json.object("logger", change.logger())
                .and("level", change.level())
                .and("before", change.before())
                .and("until", Json.moment(change.until()));
    }
}
