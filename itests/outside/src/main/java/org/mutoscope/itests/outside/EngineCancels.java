package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Clips that nobody wants any more, at each of their stages. */
final class EngineCancels {
    private final Platform platform;
    private final Studio studio;
    private final EnginePackages packages;

    EngineCancels(Platform platform, Studio studio, EnginePackages packages) {
        this.platform = platform;
        this.studio = studio;
        this.packages = packages;
    }

    /** A worker that has not obeyed after one second is ended, so one that lives was idle by then. */
    void ofWorker() throws Exception {
        packages.need(EnginePackages.SVD, EnginePackages.SLOW, EnginePackages.QUICK);
        cancel(EnginePackages.SVD, "denoise", Map.of("steps", "200"));
        cancel(EnginePackages.SLOW, "text", Map.of("prompt", "a small boat ".repeat(30)));
        cancel(EnginePackages.SLOW, "decode", Map.of("size", "48x80", "steps", "1"));
        studio.clip(EnginePackages.QUICK, Map.of());
    }

    private void cancel(String model, String phase, Map<String, String> fields) throws Exception {
        Set<ProcessHandle> before = Set.copyOf(platform.workers());
        String id = studio.order(model, fields);
        studio.awaitPhase(id, phase);
        cancel(id);
        check(before.equals(Set.copyOf(platform.workers())), "in phase " + phase + " the worker had to be ended");
    }

    private void cancel(String id) throws Exception {
        studio.account.post("/api/v1/jobs/" + id + "/cancel", Map.of()).ok();
        JsonNode ended = studio.account.await(id);
        equal("cancelled", ended.path("error").path("code").asText(), "code");
    }

    /** Small frames that become a large clip: the encoder has work long after the model. */
    void ofEncoder() throws Exception {
        packages.need(EnginePackages.LONG);
        Set<ProcessHandle> before = Set.copyOf(platform.workers());
        String id = studio.order(EnginePackages.LONG, Map.of("size", "1080x1920", "seconds", "4", "steps", "1"));
        studio.awaitPhase(id, "encode");
        check(!encoders().isEmpty(), "nothing encodes in phase encode");
        long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        cancel(id);
        Promises.await(Duration.ofSeconds(60), "the encoder has ended", () -> encoders()
                .isEmpty());
        check(System.nanoTime() < end, "after a second something still encoded");
        check(before.equals(Set.copyOf(platform.workers())), "the worker had to be ended");
    }

    private List<ProcessHandle> encoders() {
        return platform.children("ffmpeg");
    }
}
