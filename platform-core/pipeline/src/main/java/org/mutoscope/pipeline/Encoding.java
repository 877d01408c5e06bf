package org.mutoscope.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.mutoscope.api.media.EncodeRequest;
import org.mutoscope.api.media.EncodedMedia;
import org.mutoscope.api.media.FrameFilter;
import org.mutoscope.api.media.FrameInfo;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.FrameSource;
import org.mutoscope.api.media.MediaEncoder;
import org.mutoscope.api.media.VideoFormat;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.slf4j.MDC;

/** One encoding, on a thread of its own beside the rendering: frame filters, then the encoder. */
final class Encoding {
    private static final long STOP_SECONDS = 5;

    private final Kinds kinds;
    private final String jobId;
    private final Ask ask;
    private final boolean filtered;
    private final CompletableFuture<EncodedMedia> done = new CompletableFuture<>();
    private final List<String> marks = new ArrayList<>();
    private volatile boolean gone;
    private FrameQueue frames;
    private Thread thread;

    Encoding(Kinds kinds, String jobId, Ask ask) {
        this(kinds, jobId, ask, true);
    }

    private Encoding(Kinds kinds, String jobId, Ask ask, boolean filtered) {
        this.kinds = kinds;
        this.jobId = jobId;
        this.ask = ask;
        this.filtered = filtered;
    }

    /** One whose file does not leave the house as a clip of ours: no filter marks it. */
    static Encoding unmarked(Kinds kinds, String jobId, Ask ask) {
        return new Encoding(kinds, jobId, ask, false);
    }

    /** What to encode. @param track the sound, complete once the frames are: an encoder asks for it after the last of them */
    record Ask(String profile, FrameSize size, Path target, Supplier<Optional<SoundFile>> track)
            implements EncodeRequest {
        @Override
        public Optional<SoundFile> sound() {
            return track.get();
        }
    }

    /** The best encoder that knows a profile. */
    static Optional<Offered<MediaEncoder>> encoder(Kinds kinds, String profile) {
        for (Offered<MediaEncoder> offered : kinds.encoders().all()) {
            Optional<Leased<MediaEncoder>> lease = offered.lease();
            if (lease.isPresent()) {
                try (Leased<MediaEncoder> encoder = lease.get()) {
                    if (kinds.calls()
                            .run(encoder, "profiles", MediaEncoder::profiles)
                            .contains(profile)) {
                        return Optional.of(offered);
                    }
                } catch (PartnerFault e) {
                    continue; // logged where it was called; another may know it
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
        return Optional.empty();
    }

    /** Begins, once it is known that frames will come. */
    void start(FrameQueue coming) {
        frames = coming;
        Map<String, String> words = MDC.getCopyOfContextMap();
        thread = new Thread(
                () -> {
                    MDC.setContextMap(words == null ? Map.of() : words);
                    work();
                },
                "encode " + jobId);
        thread.setDaemon(true);
        thread.start();
    }

    boolean started() {
        return thread != null;
    }

    /** Filters that the frames have passed. */
    List<String> marks() {
        return marks;
    }

    /** Waits for the file. */
    EncodedMedia await() throws Detour, InterruptedException {
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw detour(e.getCause());
        }
    }

    /** What a failure of the encoder means for the job. */
    Detour detour(Throwable cause) {
        return gone
                ? new Detour(
                        new org.mutoscope.core.jobs.JobRunner.Ended.Waiting("a media service was replaced meanwhile"),
                        cause)
                : Detour.failed(Code.ENCODING_FAILED, String.valueOf(cause.getMessage()), cause);
    }

    /** Stops it and waits a moment, so that it leaves no child process behind. */
    void abort() {
        if (thread == null) {
            return;
        }
        frames.fail(new IOException("the attempt ended"));
        thread.interrupt();
        try {
            done.get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return; // it failed, as it should, or it is left to itself
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        List<Leased<?>> leases = new ArrayList<>();
        try {
            List<Leased<FrameFilter>> filters = filtered ? filters(leases) : List.of();
            Leased<MediaEncoder> encoder = encoder(kinds, ask.profile())
                    .flatMap(Offered::lease)
                    .orElseThrow(() -> vanished("encoder " + ask.profile()));
            leases.add(encoder);
            FrameSource source = filters.isEmpty() ? frames : new Marked(filters);
            EncodedMedia media = kinds.calls().run(encoder, "encode", e -> e.encode(ask, source));
            if (media == null) {
                throw new IOException("the encoder gave nothing");
            }
            done.complete(media);
        } catch (PartnerFault | IOException | InterruptedException | RuntimeException | Error e) {
            gone |= leases.stream().anyMatch(Leased::gone);
            frames.fail(e instanceof IOException io ? io : new IOException(String.valueOf(e.getMessage()), e));
            done.completeExceptionally(e);
        } finally {
            leases.forEach(Leased::close);
        }
    }

    private List<Leased<FrameFilter>> filters(List<Leased<?>> leases) throws IOException {
        List<Leased<FrameFilter>> filters = new ArrayList<>();
        for (Offered<FrameFilter> offered : Used.inOrder(kinds.filters(), FrameFilter.ORDER)) {
            Leased<FrameFilter> filter = offered.lease().orElseThrow(() -> vanished("filter " + offered.id()));
            leases.add(filter);
            filters.add(filter);
            marks.add(Used.by(offered));
        }
        return filters;
    }

    private IllegalStateException vanished(String what) {
        gone = true;
        return new IllegalStateException("the " + what + " went away");
    }

    private record Info(String assetId, VideoFormat format, long index) implements FrameInfo {}

    /** Frames that have passed the filters, on the one thread that reads them. */
    private final class Marked implements FrameSource {
        private final List<Leased<FrameFilter>> filters;
        private long index;

        Marked(List<Leased<FrameFilter>> filters) {
            this.filters = filters;
        }

        @Override
        public VideoFormat format() {
            return frames.format();
        }

        @Override
        public Optional<ByteBuffer> next() throws IOException, InterruptedException {
            Optional<ByteBuffer> frame = frames.next();
            if (frame.isPresent()) {
                Info info = new Info(jobId, frames.format(), index++);
                for (Leased<FrameFilter> filter : filters) {
                    apply(filter, frame.get().duplicate(), info);
                }
            }
            return frame;
        }

        private void apply(Leased<FrameFilter> filter, ByteBuffer rgb, Info info)
                throws IOException, InterruptedException {
            try {
                kinds.calls().run(filter, "apply", f -> {
                    f.apply(rgb, info);
                    return null;
                });
            } catch (PartnerFault e) {
                throw new IOException("a frame filter failed: " + e.getMessage(), e); // an unmarked clip must not leave
            }
        }
    }
}
