package org.mutoscope.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.mutoscope.core.jobs.Models;

/** Who renders. */
@Path("/api/v1/admin/backends")
public final class BackendsResource {
    private final House house;

    BackendsResource(House house) {
        this.house = house;
    }

    /** Lists backends, those that drain included. */
    @GET
    public Response backends() {
        List<Map<String, Object>> backends = house.models().backends().stream()
                .map(BackendsResource::backend)
                .toList();
        return Json.ok(Json.object("data", backends));
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
