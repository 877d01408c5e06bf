package org.mutoscope.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
import org.mutoscope.core.plugins.Offered;
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

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Kinds kinds;

    Pictures(Kinds kinds) {
        this.kinds = kinds;
    }

    /** @throws Problem {@code invalid_picture}, or {@code picture_size_mismatch} if it has not the size of the clip */
    void firstFrame(Path picture, FrameSize size, Path png) throws IOException, InterruptedException {
        requireKind(picture);
        try (Leased<MediaReader> reader = reader()) {
            MediaFacts facts = kinds.calls().call(reader, "probe", DEADLINE, r -> r.probe(picture));
            if (!facts.size().equals(size)) {
                throw new Problem(
                        Code.PICTURE_SIZE_MISMATCH,
                        "The picture has " + facts.size() + " pixels and the clip " + size
                                + "; they must be equal. Scale the picture, or ask for a clip of its size. Nothing was charged.",
                        "input_reference",
                        null);
            }
            One frame = new One(size);
            kinds.calls().call(reader, "decode", DEADLINE, r -> {
                r.decode(picture, frame);
                return null;
            });
            Png.write(frame.size, frame.rgb(), png);
        } catch (PartnerFault e) {
            throw bad(reason(e));
        }
    }

    private Leased<MediaReader> reader() {
        return kinds.readers().all().stream()
                .findFirst()
                .flatMap(Offered::lease)
                .orElseThrow(() -> new Problem(
                        Code.STARTING, "No media reader is there yet. Nothing was charged; try again in a moment."));
    }

    private static void requireKind(Path picture) throws IOException {
        if (Files.size(picture) > MOST_BYTES) {
            throw bad("it has more than " + MOST_BYTES + " bytes");
        }
        byte[] start;
        try (InputStream in = Files.newInputStream(picture)) {
            start = in.readNBytes(12);
        }
        String mark = new String(start, StandardCharsets.ISO_8859_1);
        boolean webp = mark.length() == 12 && mark.startsWith("RIFF") && mark.endsWith("WEBP");
        if (!webp && !mark.startsWith("\u0089PNG\r\n\u001a\n") && !mark.startsWith("\u00ff\u00d8\u00ff")) {
            throw bad(start.length == 0 ? "it is empty" : "its first bytes are those of none of the three");
        }
    }

    /** What the reader said; its messages are made to be shown. */
    private static String reason(PartnerFault fault) {
        if (fault.late()) {
            return "it took too long to decode";
        }
        Throwable cause = fault.getCause();
        return cause instanceof IOException
                ? Texts.cut(String.valueOf(cause.getMessage()), 300)
                : "it cannot be decoded";
    }

    private static Problem bad(String why) {
        return new Problem(
                Code.INVALID_PICTURE,
                "input_reference must be a PNG, JPEG or WebP picture: " + why + ". Nothing was charged.",
                "input_reference",
                null);
    }

    /** Takes the first frame. */
    private static final class One implements MediaSink {
        private FrameSize size;
        private byte[] rgb;

        One(FrameSize size) {
            this.size = size;
        }

        @Override
        public void video(VideoFormat format) {
            size = format.size();
        }

        @Override
        public void frame(ByteBuffer pixels) {
            if (rgb == null) {
                rgb = new byte[pixels.remaining()];
                pixels.duplicate().get(rgb);
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
