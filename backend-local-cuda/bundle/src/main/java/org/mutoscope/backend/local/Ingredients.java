package org.mutoscope.backend.local;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.MediaReader;
import org.mutoscope.api.media.MediaSink;
import org.mutoscope.api.media.VideoFormat;
import org.mutoscope.worker.wire.Fields;

/**
 * Turns the files of a request into what a worker takes: raw RGB24 frames of the size and rate that the model renders, in the attempt's folder. The decoding
 * is done by the platform's media reader, in a process of its own.
 */
final class Ingredients {
    /** Most frames of a source that a worker is given, its last ones. */
    static final int MOST_FRAMES = 128;
    /** Most memory that they take on the way. */
    private static final long MOST_BYTES = 64L << 20;

    private final MediaReader reader;
    private final RenderContext context;
    private final VideoFormat format;

    /** @param format what the model renders */
    Ingredients(MediaReader reader, RenderContext context, VideoFormat format) {
        this.reader = reader;
        this.context = context;
        this.format = format;
    }

    /** Adds {@code first_frame}, or {@code source} and {@code source_frames}, for what the request has. */
    void prepare(RenderRequest request, Fields order) throws IOException, InterruptedException {
        if (request.firstFrame().isPresent()) {
            Path raw = context.scratch().resolve("first-frame.rgb");
            if (write(request.firstFrame().get(), raw, 1) != 1) {
                throw new IOException("the first frame holds no picture");
            }
            order.put("first_frame", raw.toAbsolutePath());
        }
        if (request.source().isPresent()) {
            Path raw = context.scratch().resolve("source.rgb");
            // A clip goes on from the last frame alone.
            int frames = write(request.source().get(), raw, request.task().equals(ModelOffer.EXTEND) ? 1 : most());
            if (frames == 0) {
                throw new IOException("the source holds no picture");
            }
            order.put("source", raw.toAbsolutePath()).put("source_frames", frames);
        }
    }

    private int most() {
        return (int)
                Math.max(1, Math.min(MOST_FRAMES, MOST_BYTES / format.size().rgbBytes()));
    }

    /** Writes the last frames of a file. @return how many */
    private int write(Path media, Path raw, int most) throws IOException, InterruptedException {
        Last last = new Last(most);
        reader.decode(media, format, last);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(raw))) {
            for (byte[] frame : last.frames) {
                out.write(frame);
            }
        }
        return last.frames.size();
    }

    /** Keeps the last frames. */
    private static final class Last implements MediaSink {
        private final int most;
        private final ArrayDeque<byte[]> frames = new ArrayDeque<>();

        Last(int most) {
            this.most = most;
        }

        @Override
        public void video(VideoFormat format) {
            // as it was asked for
        }

        @Override
        public void frame(ByteBuffer rgb) {
            byte[] frame = frames.size() == most ? frames.remove() : new byte[rgb.remaining()];
            rgb.duplicate().get(frame);
            frames.add(frame);
        }

        @Override
        public void audio(AudioFormat format) {
            throw new IllegalStateException("no sound was asked for");
        }

        @Override
        public void sound(ByteBuffer pcm) {
            throw new IllegalStateException("no sound was asked for");
        }

        @Override
        public void encoded(Path file) {
            throw new IllegalStateException("frames were asked for");
        }
    }
}
