package org.mutoscope.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.MediaFacts;
import org.mutoscope.api.media.MediaReader;
import org.mutoscope.api.media.MediaSink;
import org.mutoscope.api.media.VideoFormat;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.PartnerFault;

/**
 * Makes of a clip that somebody sent one that a backend may be given: decoded in the reader's child process and encoded anew, in the size of the job. What else was
 * in the file, its metadata, its sound and whatever a service's decoder might stumble over, stays behind.
 */
final class Cleaning {
    private static final int USUAL_RATE = 25;
    private static final int MOST_RATE = 60;

    private final Kinds kinds;
    private final Supplier<PipelineConfig> settings;

    Cleaning(Kinds kinds, Supplier<PipelineConfig> settings) {
        this.kinds = kinds;
        this.settings = settings;
    }

    /** @throws IOException if it cannot be decoded */
    Path clean(Trip trip, Path sent) throws IOException, PartnerFault, InterruptedException, Detour {
        FrameSize size = trip.job().size();
        FrameQueue frames = new FrameQueue(new VideoFormat(size, rate(sent)));
        Encoding.Ask ask =
                new Encoding.Ask(settings.get().profile(), size, trip.folder.resolve("clean"), Optional::empty);
        Encoding encoding = Encoding.unmarked(kinds, trip.job().id(), ask);
        encoding.start(frames);
        boolean whole = false;
        try (Leased<MediaReader> reader = Uploads.reader(kinds)) {
            kinds.calls().run(reader, "decode", r -> {
                r.decode(sent, frames.format(), new Into(frames));
                return null;
            });
            frames.end();
            whole = true;
            return encoding.await().file();
        } catch (PartnerFault e) {
            if (frames.fault() != null) {
                throw encoding.detour(frames.fault()); // not the clip is at fault but the encoder
            }
            throw e;
        } finally {
            if (!whole) {
                encoding.abort();
            }
        }
    }

    private int rate(Path clip) throws PartnerFault, InterruptedException {
        try (Leased<MediaReader> reader = Uploads.reader(kinds)) {
            MediaFacts facts = kinds.calls().run(reader, "probe", r -> r.probe(clip));
            boolean known = facts.frames() > 0 && facts.milliseconds() > 0;
            long rate = known ? Math.round(facts.frames() * 1000.0 / facts.milliseconds()) : USUAL_RATE;
            return (int) Math.max(1, Math.min(MOST_RATE, rate));
        }
    }

    /** Frames of the form that was asked for, into a queue. */
    record Into(FrameQueue frames) implements MediaSink {
        @Override
        public void video(VideoFormat format) {
            // as it was asked for
        }

        @Override
        public void frame(ByteBuffer rgb) throws IOException, InterruptedException {
            frames.add(rgb);
        }

        @Override
        public void audio(AudioFormat format) {
            // not asked for
        }

        @Override
        public void sound(ByteBuffer pcm) {
            // not asked for
        }

        @Override
        public void encoded(Path file) {
            throw new IllegalStateException("frames were asked for");
        }
    }
}
