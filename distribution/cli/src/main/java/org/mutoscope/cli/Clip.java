package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One clip from prompt to file, over the public API, with a bar while it is made. */
final class Clip {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Api api;
    private final PrintWriter err;
    private final boolean bar;
    private final JsonNode created;
    private final long begin = System.nanoTime();

    private Clip(Api api, PrintWriter err, boolean bar, JsonNode created) {
        this.api = api;
        this.err = err;
        this.bar = bar;
        this.created = created;
    }

    /** Submits a request. */
    static Clip submit(Api api, ObjectNode request, PrintWriter err) {
        return of(api, api.post("/v1/videos", request), err);
    }

    /** One that was accepted. */
    static Clip of(Api api, JsonNode created, PrintWriter err) {
        return new Clip(api, err, System.console() != null, created);
    }

    String id() {
        return created.path("id").asText();
    }

    JsonNode created() {
        return created;
    }

    double seconds() {
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Waits until it has ended, and shows how far it is. */
    JsonNode await() {
        String shown = "";
        while (true) {
            JsonNode job = api.get("/api/v1/jobs/" + Api.part(id()));
            shown = draw(job, shown);
            switch (job.path("state").asText()) {
                case "completed":
                    finishBar();
                    return api.get("/v1/videos/" + Api.part(id()));
                case "failed", "cancelled":
                    finishBar();
                    throw new Failure(
                            Failure.REFUSED,
                            "no clip: "
                                    + job.path("error")
                                            .path("message")
                                            .asText(job.path("state").asText())
                                    + " Nothing was charged. The story: mutoscope job explain " + id());
                default:
                    LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    private String draw(JsonNode job, String before) {
        int percent = job.path("progress").asInt();
        String phase = job.path("phase").asText("");
        String word =
                phase.isEmpty() || phase.equals("null") ? job.path("state").asText() : phase;
        String reason = job.path("reason").asText("");
        int full = percent * 30 / 100;
        String line = String.format(
                "[%s%s] %3d %% %s",
                "#".repeat(full),
                "-".repeat(30 - full),
                percent,
                reason.isEmpty() || reason.equals("null") ? word : reason);
        if (bar) {
            err.print("\r" + line + " ".repeat(Math.max(0, before.length() - line.length())));
            err.flush();
        } else if (!line.equals(before) && percent % 25 == 0) {
            err.println(line);
        }
        return line;
    }

    private void finishBar() {
        if (bar) {
            err.println();
        }
    }

    /** Saves the finished clip as {@code <id>.mp4}, or {@code .webm} where the platform makes that. */
    Path save(Path folder) {
        return api.download("/v1/videos/" + Api.part(id()) + "/content", folder.resolve(id()))
                .toAbsolutePath()
                .normalize();
    }
}
