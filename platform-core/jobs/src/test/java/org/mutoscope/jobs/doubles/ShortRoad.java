package org.mutoscope.jobs.doubles;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.MediaSink;
import org.mutoscope.api.media.VideoFormat;
import org.mutoscope.core.jobs.Attempt;
import org.mutoscope.core.jobs.JobRunner;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.PartnerFault;

/** Renders and settles, with nothing between: what the scheduler needs of a road. */
public record ShortRoad(House house) implements JobRunner {
    @Override
    public Ended run(Attempt attempt, Leased<VideoBackend> backend) throws InterruptedException {
        try {
            RenderOutcome outcome =
                    house.calls.run(backend, "render", b -> b.render(new Asked(attempt.job()), new Lent(attempt)));
            return ended(attempt, outcome);
        } catch (PartnerFault e) {
            return new Ended.Failed("backend_failed", e.getMessage(), true);
        }
    }

    private Ended ended(Attempt attempt, RenderOutcome outcome) throws InterruptedException {
        if (outcome instanceof RenderOutcome.Completed) {
            return settle(attempt);
        } else if (outcome instanceof RenderOutcome.Refused r) {
            return new Ended.Refused(r.code(), r.message());
        } else if (outcome instanceof RenderOutcome.Busy b) {
            return new Ended.Busy(b.retryAfter());
        } else if (outcome instanceof RenderOutcome.Failed f) {
            return f.code().equals("wait")
                    ? new Ended.Waiting(f.message())
                    : new Ended.Failed(f.code(), f.message(), f.retryable(), true);
        }
        return new Ended.InDoubt(((RenderOutcome.Unknown) outcome).ticket());
    }

    private Ended settle(Attempt attempt) throws InterruptedException {
        class Stale extends RuntimeException {
            private static final long serialVersionUID = 1L;
        }
        try {
            house.storage.write(tx -> {
                if (!attempt.complete(tx, attempt.job().credits(), null, Map.of("k", "v"))) {
                    throw new Stale();
                }
                return house.ledger.capture(
                        tx, attempt.job().id(), attempt.job().credits());
            });
            return new Ended.Done();
        } catch (Stale e) {
            throw new InterruptedException("stale");
        }
    }

    private record Lent(Attempt of) implements RenderContext {
        @Override
        public int attempt() {
            return of.number();
        }

        @Override
        public Optional<String> ticket() {
            return of.ticket();
        }

        @Override
        public void remember(String ticket) {
            of.remember(ticket);
        }

        @Override
        public void cost(UpstreamCost cost, boolean settled) {
            of.cost(cost, settled);
        }

        @Override
        public void progress(double fraction, String phase) {
            of.progress(fraction, phase);
        }

        @Override
        public boolean cancelled() {
            return of.cancelled();
        }

        @Override
        public boolean unwanted() {
            return of.unwanted();
        }

        @Override
        public Duration remaining() {
            return of.remaining();
        }

        @Override
        public Path scratch() {
            throw new UnsupportedOperationException();
        }

        @Override
        public MediaSink media() {
            return new Nowhere();
        }
    }

    private record Nowhere() implements MediaSink {
        @Override
        public void video(VideoFormat format) {}

        @Override
        public void frame(ByteBuffer rgb) {}

        @Override
        public void audio(AudioFormat format) {}

        @Override
        public void sound(ByteBuffer pcm) {}

        @Override
        public void encoded(Path file) {}
    }

    /** A job as a backend sees it. */
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
