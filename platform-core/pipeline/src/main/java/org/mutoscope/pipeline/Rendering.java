package org.mutoscope.pipeline;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.EncodedMedia;
import org.mutoscope.api.media.MediaReader;
import org.mutoscope.api.media.VideoFormat;
import org.mutoscope.core.jobs.JobRunner.Ended;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;

/** Frames from the backend, through the filters, into the encoder: rendering and encoding go on at once. */
final class Rendering {
    /** Variant of the asset that holds the C2PA manifest store of what a backend handed over as a file. */
    static final String MARK = "c2pa_output";

    private final Kinds kinds;
    private final Supplier<PipelineConfig> settings;
    private final Soundtrack soundtrack;

    Rendering(Kinds kinds, Supplier<PipelineConfig> settings) {
        this.kinds = kinds;
        this.soundtrack = new Soundtrack(kinds);
        this.settings = settings;
    }

    void render(Trip trip) throws Detour, InterruptedException {
        render(new Work(trip, false), trip);
    }

    /** Renders a shot of a film: no filter marks it, since it does not leave the house, and its sound stays beside it. */
    void shot(Trip trip) throws Detour, InterruptedException {
        render(new Work(trip, true), trip);
    }

    private static void render(Work work, Trip trip) throws Detour, InterruptedException {
        boolean finished = false;
        try {
            work.frames();
            trip.clip = work.file();
            finished = true;
        } catch (IOException e) {
            throw work.encoding.started()
                    ? work.encoding.detour(e)
                    : Detour.failed(Code.ENCODING_FAILED, e.getMessage(), e);
        } finally {
            if (!finished) {
                work.encoding.abort();
            }
        }
    }

    /** One rendering. */
    private final class Work {
        private final Trip trip;
        private final boolean shot;
        private final FrameStream stream;
        private final Encoding encoding;

        Work(Trip trip, boolean shot) {
            this.trip = trip;
            this.shot = shot;
            this.stream = new FrameStream(trip.folder, trip.asked.seconds(), frames -> open(frames));
            String id = trip.job().id();
            this.encoding = shot ? Encoding.unmarked(kinds, id, ask()) : new Encoding(kinds, id, ask());
        }

        private Encoding.Ask ask() {
            Path target = trip.folder.resolve(shot ? "shot" : "clip");
            return new Encoding.Ask(
                    settings.get().profile(), trip.job().size(), target, shot ? Optional::empty : stream::takeSound);
        }

        /** Frames are about to come: the encoder begins. An extension begins with the clip that it goes on from. */
        private void open(FrameQueue frames) throws IOException {
            encoding.start(frames);
            if (trip.before != null) {
                before(frames);
                trip.fact("frames_before", String.valueOf(frames.frames()));
            }
        }

        private void before(FrameQueue frames) throws IOException {
            try {
                decode(r -> {
                    r.decode(trip.before, frames.format(), new Cleaning.Into(frames));
                    return null;
                });
            } catch (Detour e) {
                throw new IOException("the clip that this one goes on from cannot be read", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the attempt was stopped");
            }
        }

        void frames() throws Detour, IOException, InterruptedException {
            long begun = System.nanoTime();
            RenderOutcome outcome = outcome();
            trip.goOn();
            if (!(outcome instanceof RenderOutcome.Completed completed)) {
                throw new Detour(ended(outcome), null);
            }
            if (stream.spoiled() != null) {
                throw Detour.failed(Code.WRONG_FRAME_SIZE, stream.spoiled(), null);
            }
            Optional<Path> file = stream.file();
            if (file.isPresent()) {
                mark(file.get());
                stream.reopen();
                decode(r -> {
                    r.decode(file.get(), stream);
                    return null;
                });
                stream.close();
            }
            if (stream.frames().map(FrameQueue::frames).orElse(0L) == before()) {
                throw Detour.failed(Code.NO_FRAMES, "the backend said it was done and had pushed no frame", null);
            }
            completed.facts().forEach((name, value) -> trip.fact("backend." + name, value));
            trip.took("render", begun);
        }

        /** What a service has marked its clip with is kept beside ours: decoding loses it. */
        private void mark(Path file) throws IOException {
            Optional<byte[]> store = Manifests.of(file);
            if (store.isPresent()) {
                Path kept = trip.folder.resolve(MARK);
                Files.write(kept, store.get());
                trip.pictures.add(new Trip.Picture(MARK, kept, Manifests.TYPE));
                trip.fact(MARK, store.get().length + " bytes");
            }
        }

        private RenderOutcome outcome() throws Detour, IOException, InterruptedException {
            try {
                Context context = new Context(trip, stream);
                return kinds.calls()
                        .run(trip.backend, "render", b -> b.render(Request.of(trip.asked, trip.given), context));
            } catch (PartnerFault e) {
                trip.goOn(); // what a stopped backend throws is no fault
                if (stream.spoiled() != null) {
                    throw Detour.failed(Code.WRONG_FRAME_SIZE, stream.spoiled(), e);
                }
                throw stream.fault() == null
                        ? Detour.failed(Code.BACKEND_FAILED, e.getMessage(), e)
                        : encoding.detour(stream.fault());
            } finally {
                stream.close();
            }
        }

        private Ended ended(RenderOutcome outcome) throws Detour {
            if (stream.fault() != null && outcome instanceof RenderOutcome.Failed) {
                throw encoding.detour(stream.fault()); // the backend failed because the encoder did
            }
            return Outcomes.of(outcome);
        }

        /** Frames of the clip that this one goes on from. */
        private long before() {
            return Long.parseLong(trip.facts().getOrDefault("frames_before", "0"));
        }

        EncodedMedia file() throws Detour, IOException, InterruptedException {
            long begun = System.nanoTime();
            trip.progress(Context.SHARE, "encode");
            FrameQueue frames = stream.frames().orElseThrow();
            score(frames);
            frames.end();
            EncodedMedia media = encoding.await();
            long rendered = frames.frames() - before();
            trip.came = new Bill.Came(rendered * 1000 / frames.format().framesPerSecond(), stream.sounds());
            if (shot) {
                VideoFormat format = frames.format();
                AudioFormat sound =
                        stream.takeSound().map(file -> file.format()).orElse(null);
                trip.made = new Shot.Made(frames.frames(), format.framesPerSecond(), sound);
            }
            trip.fact("frames_rendered", String.valueOf(frames.frames()));
            trip.fact("rendered_size", frames.format().size().toString());
            trip.fact("marked_by", encoding.marks().isEmpty() ? "none installed" : String.join(", ", encoding.marks()));
            if (stream.soundLeft()) {
                throw Detour.failed(Code.ENCODING_FAILED, "the encoder left out the sound", null);
            }
            trip.took("encode", begun);
            return media;
        }

        /** An extension sounds like the clip that it goes on from, then like what the backend made; where neither sounds it is silent. */
        private void score(FrameQueue frames) throws Detour, InterruptedException {
            if (trip.before == null) {
                return;
            }
            int rate = frames.format().framesPerSecond();
            Path earlier = trip.folder.resolve("sound-before.pcm");
            List<Soundtrack.Piece> pieces = new ArrayList<>();
            decode(r -> r.sound(trip.before, earlier))
                    .ifPresent(format ->
                            pieces.add(new Soundtrack.Piece(0, earlier, format).atMost(before() * 1000 / rate)));
            stream.ownSound()
                    .ifPresent(
                            own -> pieces.add(new Soundtrack.Piece(before() * 1000 / rate, own.file(), own.format())));
            if (!pieces.isEmpty()) {
                stream.scored(soundtrack.of(trip.folder, pieces, frames.frames() * 1000 / rate));
            }
        }

        private <R> R decode(PartnerCalls.Use<MediaReader, R> use) throws Detour, InterruptedException {
            for (Offered<MediaReader> offered : kinds.readers().all()) {
                Optional<Leased<MediaReader>> lease = offered.lease();
                if (lease.isPresent()) {
                    try (Leased<MediaReader> reader = lease.get()) {
                        return kinds.calls().run(reader, "decode", use);
                    } catch (PartnerFault e) {
                        trip.goOn();
                        throw stream.fault() == null
                                ? Detour.failed(Code.DECODING_FAILED, e.getMessage(), e)
                                : encoding.detour(stream.fault());
                    }
                }
            }
            throw Detour.waiting("waiting for media reader");
        }
    }
}
