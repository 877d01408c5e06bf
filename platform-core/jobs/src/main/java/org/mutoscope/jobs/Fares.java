package org.mutoscope.jobs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.backend.Estimate;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.PartnerFault;

/** Asks backends what a clip costs there: before a job is queued, and again before it is begun, since another may have got it. */
final class Fares {
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final PartnerCalls calls;

    Fares(PartnerCalls calls) {
        this.calls = calls;
    }

    /** How a backend would make it. @return null if it gave nothing */
    Estimate estimate(Leased<VideoBackend> backend, RenderRequest request) throws PartnerFault, InterruptedException {
        return calls.call(backend, "estimate", DEADLINE, b -> b.estimate(request));
    }

    /** What so many seconds cost by the price of others, rounded up. */
    static long alike(long micros, long seconds, long wanted) {
        return (Math.multiplyExact(micros, wanted) + seconds - 1) / seconds;
    }

    /** What a job costs at the backend that has a place for it; empty for nothing. */
    Optional<UpstreamCost> of(NewJob job, BackendPool.Place place) throws PartnerFault, InterruptedException {
        Estimate estimate =
                estimate(place.lease(), new Asked(job.madeBy(place.candidate().model())));
        place.seat().heard(estimate, job.seconds());
        return estimate == null ? Optional.empty() : estimate.cost();
    }

    /** A job as a backend sees it while no files of it are there. */
    record Asked(NewJob job) implements RenderRequest {
        @Override
        public String jobId() {
            return job.id();
        }

        @Override
        public String model() {
            return job.model();
        }

        @Override
        public String task() {
            return job.task();
        }

        @Override
        public String prompt() {
            return job.prompt();
        }

        @Override
        public FrameSize size() {
            return job.size();
        }

        @Override
        public int seconds() {
            return job.seconds();
        }

        @Override
        public long seed() {
            return job.seed();
        }

        @Override
        public Optional<Path> firstFrame() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> source() {
            return Optional.empty();
        }

        @Override
        public Map<String, String> parameters() {
            return job.parameters();
        }
    }
}
