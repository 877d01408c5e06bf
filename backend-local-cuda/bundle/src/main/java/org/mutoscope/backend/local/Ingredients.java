package org.mutoscope.backend.local;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
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
            write(request.firstFrame().get(), new Last(raw), "the first frame");
            order.put("first_frame", raw.toAbsolutePath());
        }
        if (request.source().isPresent()) {
            Path raw = context.scratch().resolve("source.rgb");
            // A clip goes on from its last frame alone; an edit is made of as many frames as it will have.
            Frames wanted = request.task().equals(ModelOffer.EXTEND)
                    ? new Last(raw)
                    : new First(raw, format.framesPerSecond() * request.seconds());
            int frames = write(request.source().get(), wanted, "the source");
            order.put("source", raw.toAbsolutePath()).put("source_frames", frames);
        }
    }

    /** Decodes a file. @return number of frames that were written */
    private int write(Path media, Frames wanted, String what) throws IOException, InterruptedException {
        try (wanted) {
            reader.decode(media, format, wanted);
        }
        if (wanted.written == 0) {
            throw new IOException(what + " holds no picture");
        }
        return wanted.written;
    }

    /** Writes frames to a file, without sound. */
    private abstract static class Frames implements MediaSink, AutoCloseable {
        final OutputStream out;
        int written;

        Frames(Path raw) throws IOException {
            out = new BufferedOutputStream(Files.newOutputStream(raw));
        }

        @Override
        public void video(VideoFormat format) {
            // as it was asked for
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

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /** The first frames; what comes after them is let pass. */
    private static final class First extends Frames {
        private final int most;

        First(Path raw, int most) throws IOException {
            super(raw);
            this.most = most;
        }

        @Override
        public void frame(ByteBuffer rgb) throws IOException {
            if (written < most) {
                byte[] frame = new byte[rgb.remaining()];
                rgb.duplicate().get(frame);
                out.write(frame);
                written++;
            }
        }
    }

    /** The last frame. */
    private static final class Last extends Frames {
        private byte[] frame = {};

        Last(Path raw) throws IOException {
            super(raw);
        }

        @Override
        public void frame(ByteBuffer rgb) {
            frame = frame.length == rgb.remaining() ? frame : new byte[rgb.remaining()];
            rgb.duplicate().get(frame);
            written = 1;
        }

        @Override
        public void close() throws IOException {
            out.write(frame);
            super.close();
        }
    }
}
