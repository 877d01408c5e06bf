package org.mutoscope.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Whether the process lives and whether it can admit a job. */
@Path("/health")
public final class HealthResource {
    private final House house;

    HealthResource(House house) {
        this.house = house;
    }

    /** The same as ready. */
    @GET
    public Response health() {
        return ready();
    }

    /** Answers as long as the process lives. */
    @GET
    @Path("live")
    public Response live() {
        return Json.ok(Json.object("status", "live"));
    }

    /** 200 when a job can be admitted, else 503 and why not. */
    @GET
    @Path("ready")
    public Response ready() {
        List<String> obstacles = obstacles();
        boolean ready = obstacles.isEmpty();
        return Json.answer(
                        ready ? 200 : 503,
                        Json.object("status", ready ? "ready" : "not ready").and("obstacles", obstacles))
                .header("cache-control", "no-store")
                .build();
    }

    private List<String> obstacles() {
        List<String> missing = house.missing();
        if (!missing.isEmpty()) {
            return List.of("Mutoscope is still starting; not there yet: " + String.join(", ", missing) + ".");
        }
        return house.studio().obstacles();
    }
}
