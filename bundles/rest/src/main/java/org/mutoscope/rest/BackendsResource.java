package org.mutoscope.rest;

import java.util.List;
import java.util.Map;
import org.mutoscope.core.jobs.Models;

/** Who renders. */
final class BackendsResource {
    private final House house;

    BackendsResource(House house) {
        this.house = house;
    }

    /** Lists backends, those that drain included. */
    Answer backends(Ask ask) {
        List<Map<String, Object>> backends = house.models().backends().stream()
                .map(BackendsResource::backend)
                .toList();
        return Answer.json(Json.object("data", backends));
    }

    private static Map<String, Object> backend(Models.Backend backend) {
        return Json.object("id", backend.id())
                .and("bundle", backend.bundle())
                .and("version", backend.version())
                .and("state", backend.state())
                .and("device", backend.device())
                .and("slots", backend.slots())
                .and("running", backend.running())
                .and("models", backend.models());
    }
}
