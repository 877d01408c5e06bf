package org.mutoscope.tck;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.VideoBackend;
import org.osgi.framework.Bundle;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Backends: used by having a clip made.
 *
 * @param bench where the specimen is
 * @param cycles how often the bundle is started and stopped
 */
record BackendKind(BackendBench bench, int cycles) implements ServiceKind<VideoBackend> {
    private static final int MOST_CALLERS = 4;

    @Override
    public Class<VideoBackend> type() {
        return VideoBackend.class;
    }

    @Override
    public String idKey() {
        return VideoBackend.ID;
    }

    @Override
    public String idForm() {
        return "[a-z0-9-]{1,40}";
    }

    @Override
    public String idWords() {
        return "1 to 40 lower-case letters, digits and dashes";
    }

    @Override
    public Map<String, Map<String, Object>> configuration() {
        return bench.specimen.configuration();
    }

    @Override
    public String standInThreads() {
        return bench.specimen.standInThreads();
    }

    @Override
    public void rehearse() throws Exception {
        bench.clip(); // which may draw a picture
        bench.specimen.backend().capabilities();
    }

    @Override
    public int callers(VideoBackend service) {
        return Math.min(MOST_CALLERS, service.capabilities().slots());
    }

    /** On the caller's own thread, which is interrupted when the bundle has stopped. */
    @Override
    public String use(VideoBackend backend) throws Exception {
        Instant end = Instant.now().plus(bench.patience);
        while (true) {
            try (LentRender context = new LentRender()) {
                RenderOutcome outcome = backend.render(bench.clip(), context);
                if (outcome instanceof RenderOutcome.Completed) {
                    return context.caught().bytes() > 0 ? "" : "it said it was done and had pushed nothing";
                } else if (!(outcome instanceof RenderOutcome.Busy)
                        || Instant.now().isAfter(end)) {
                    return "the first clip after a start ended with " + outcome;
                }
            }
            new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
        }
    }

    /** Stops the bundle while a clip is made whose encoder is behind. @return whether it stopped in time */
    static boolean stopsDuringARender(Path jar, BackendBench bench, Duration most) throws Exception {
        try (House house = new House(bench.specimen.configuration())) {
            Bundle bundle = house.install(jar);
            bundle.start();
            ServiceTracker<VideoBackend, VideoBackend> tracker =
                    new ServiceTracker<>(house.context(), VideoBackend.class, null);
            tracker.open();
            VideoBackend backend = tracker.waitForService(TimeUnit.SECONDS.toMillis(60));
            if (backend == null) {
                throw new AssertionError("the bundle starts and offers no VideoBackend");
            }
            LentRender context = new LentRender();
            context.caught().hold();
            BackendBench.Rendering rendering =
                    BackendBench.begin(backend, bench.clip().of("job_tck_stop"), context);
            bench.awaitMedia(rendering);
            Bench.Running<Boolean> stop = Bench.begin(() -> {
                bundle.stop();
                return true;
            });
            try {
                return stop.task().get(most.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return false;
            } catch (ExecutionException e) {
                throw new AssertionError("the bundle could not be stopped: " + e.getCause(), e.getCause());
            } finally {
                rendering.interrupt(true);
                context.caught().letGo();
                stop.thread().join(TimeUnit.SECONDS.toMillis(60));
                tracker.close();
            }
        }
    }
}
