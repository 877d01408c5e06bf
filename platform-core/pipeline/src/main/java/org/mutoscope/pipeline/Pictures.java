package org.mutoscope.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.MediaFacts;
import org.mutoscope.api.media.MediaReader;
import org.mutoscope.api.media.MediaSink;
import org.mutoscope.api.media.VideoFormat;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/**
 * Turns a picture that nobody has looked into into a PNG that can be trusted: told by its first bytes, probed and decoded by the media reader's child process,
 * upright, without metadata.
 */
final class Pictures {
    static final String TYPE = "image/png";
    /** Largest file, in bytes. */
    static final long MOST_BYTES = 20_000_000;

    /** Larger side of a picture that is only looked at, in pixels; even, so that no reader has to round. */
    private static final int SMALL = 256;

    /** Enough for the last frame to be met; more would be decoded in vain. */
    private static final int STILL_RATE = 25;

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Kinds kinds;

    Pictures(Kinds kinds) {
        this.kinds = kinds;
    }

    /** @throws Problem {@code invalid_picture}, or {@code picture_size_mismatch} if it has not the size of the clip */
    void firstFrame(Path picture, FrameSize size, Path png) throws IOException, InterruptedException {
        requireKind(picture);
        try (Leased<MediaReader> reader = Uploads.reader(kinds)) {
            MediaFacts facts = kinds.calls().call(reader, "probe", DEADLINE, r -> r.probe(picture));
            if (!facts.size().equals(size)) {
                throw new Problem(
                        Code.PICTURE_SIZE_MISMATCH,
                        "The picture has " + facts.size() + " pixels and the clip " + size
                                + "; they must be equal. Scale the picture, or ask for a clip of its size. Nothing was charged.",
                        "input_reference",
                        null);
            }
            One frame = new One(size, Wanted.PICTURE);
            kinds.calls().call(reader, "decode", DEADLINE, r -> {
                r.decode(picture, frame);
                return null;
            });
            Png.write(frame.size, frame.rgb(), png);
        } catch (PartnerFault e) {
            throw bad(Uploads.reason(e));
        }
    }

    /** A frame of a clip that was looked into, fitted into the size. @param last its last frame, else its first */
    void still(Path clip, FrameSize size, boolean last, Path png)
            throws IOException, PartnerFault, InterruptedException {
        One frame = new One(size, last ? Wanted.LAST : Wanted.FIRST);
        try (Leased<MediaReader> reader = Uploads.reader(kinds)) {
            kinds.calls().run(reader, "decode", r -> {
                try {
                    r.decode(clip, new VideoFormat(size, STILL_RATE), frame);
                } catch (IOException e) {
                    if (!frame.enough) { // the sink ended it, having what it wanted
                        throw e;
                    }
                }
                return null;
            });
        }
        if (frame.rgb == null) {
            throw new IOException("the clip holds no picture");
        }
        Png.write(size, frame.rgb, png);
    }

    /** A picture, scaled down. */
    record Small(FrameSize size, byte[] rgb) {}

    /** A picture that was sent, scaled down. @throws Problem {@code invalid_picture} */
    Small small(Path picture) throws IOException, InterruptedException {
        requireKind(picture);
        try {
            return smallOf(picture);
        } catch (PartnerFault e) {
            throw bad(Uploads.reason(e));
        }
    }

    /** The first picture of any file, scaled down in its own proportions: its larger side has {@value #SMALL} pixels. */
    Small smallOf(Path file) throws IOException, PartnerFault, InterruptedException {
        try (Leased<MediaReader> reader = Uploads.reader(kinds)) {
            FrameSize whole = kinds.calls()
                    .call(reader, "probe", DEADLINE, r -> r.probe(file))
                    .size();
            int larger = Math.max(whole.width(), whole.height());
            FrameSize size = new FrameSize(
                    Math.max(1, whole.width() * SMALL / larger), Math.max(1, whole.height() * SMALL / larger));
            One frame = new One(size, Wanted.FIRST);
            kinds.calls().call(reader, "decode", DEADLINE, r -> {
                try {
                    r.decode(file, new VideoFormat(size, STILL_RATE), frame);
                } catch (IOException e) {
                    if (!frame.enough) { // the sink ended it, having what it wanted
                        throw e;
                    }
                }
                return null;
            });
            return new Small(size, frame.rgb());
        }
    }

    /** A picture that a service drew, looked into like one that was sent, fitted into the size. @throws Problem {@code invalid_picture} */
    void drawn(Path picture, FrameSize size, Path png) throws IOException, PartnerFault, InterruptedException {
        requireKind(picture);
        still(picture, size, false, png);
    }

    private static void requireKind(Path picture) throws IOException {
        if (Files.size(picture) > MOST_BYTES) {
            throw bad("it has more than " + MOST_BYTES + " bytes");
        }
        if (!FileKind.of(picture).picture()) {
            throw bad(Files.size(picture) == 0 ? "it is empty" : "its first bytes are those of none of the three");
        }
    }

    private static Problem bad(String why) {
        return new Problem(
                Code.INVALID_PICTURE,
                "input_reference must be a PNG, JPEG or WebP picture: " + why + ". Nothing was charged.",
                "input_reference",
                null);
    }

    /** Which frame: the only one of a picture, the first of a clip (the rest need not be decoded), or its last. */
    private enum Wanted {
        PICTURE,
        FIRST,
        LAST
    }

    /** Takes one frame. */
    private static final class One implements MediaSink {
        private final Wanted wanted;
        private FrameSize size;
        private byte[] rgb;
        private boolean enough;

        One(FrameSize size, Wanted wanted) {
            this.size = size;
            this.wanted = wanted;
        }

        @Override
        public void video(VideoFormat format) {
            size = format.size();
        }

        @Override
        public void frame(ByteBuffer pixels) throws IOException {
            if (rgb == null || wanted == Wanted.LAST) {
                rgb = rgb == null || rgb.length != pixels.remaining() ? new byte[pixels.remaining()] : rgb;
                pixels.duplicate().get(rgb);
            }
            if (wanted == Wanted.FIRST) {
                enough = true;
                throw new IOException("that was the one");
            }
        }

        byte[] rgb() {
            if (rgb == null || rgb.length != size.rgbBytes()) {
                throw bad("there is no whole picture in it");
            }
            return rgb;
        }

        @Override
        public void audio(AudioFormat format) {
            // a picture has none
        }

        @Override
        public void sound(ByteBuffer pcm) {
            // a picture has none
        }

        @Override
        public void encoded(Path file) {
            throw new IllegalStateException("frames were asked for");
        }
    }
}
