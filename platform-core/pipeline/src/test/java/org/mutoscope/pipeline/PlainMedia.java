package org.mutoscope.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.EncodeRequest;
import org.mutoscope.api.media.EncodedMedia;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.FrameSource;
import org.mutoscope.api.media.MediaEncoder;
import org.mutoscope.api.media.MediaFacts;
import org.mutoscope.api.media.MediaReader;
import org.mutoscope.api.media.MediaSink;
import org.mutoscope.api.media.VideoFormat;

/** An encoder whose files are a line of text: {@code frames first-byte sound-bytes}; a reader of those. */
final class PlainMedia implements MediaEncoder, MediaReader {
    final AtomicInteger encoding = new AtomicInteger();
    volatile boolean broken;
    volatile boolean stillsBroken;
    volatile boolean writesNothing;
    /** Held back by a test: the encoder takes no frame until it is open. */
    volatile CountDownLatch gate = new CountDownLatch(0);

    @Override
    public Set<String> profiles() {
        return Set.of("compat-h264");
    }

    @Override
    public EncodedMedia encode(EncodeRequest request, FrameSource source) throws IOException, InterruptedException {
        encoding.incrementAndGet();
        try {
            gate.await();
            long frames = 0;
            int first = -1;
            for (Optional<ByteBuffer> frame = source.next(); frame.isPresent(); frame = source.next()) {
                if (broken) {
                    throw new IOException("no space left");
                }
                first = frames++ == 0 ? frame.get().get(frame.get().position()) & 0xff : first;
            }
            Optional<EncodeRequest.SoundFile> sound = request.sound();
            long bytes = sound.isPresent() ? Files.size(sound.get().file()) : 0;
            Files.writeString(request.target(), (writesNothing ? 0 : frames) + " " + first + " " + bytes);
            return new EncodedMedia(request.target(), "video/mp4", request.size(), frames, frames * 100);
        } finally {
            encoding.decrementAndGet();
        }
    }

    /** The mark of an MP4; what comes after it is read as a file of this encoder. */
    static final String MP4 = "\0\0\0\030ftypmp42";

    /** A picture to this reader: the mark of PNG, its size, and the value of all its bytes. */
    static byte[] picture(String size, int value) {
        return ("\u0089PNG\r\n\u001a\n" + size + " " + value).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static String[] pictured(Path file) throws IOException {
        String text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        return text.startsWith("\u0089PNG") ? text.substring(8).split(" ") : null;
    }

    private static String plain(Path file) throws IOException {
        String text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        return text.startsWith(MP4) ? text.substring(MP4.length()) : text;
    }

    @Override
    public MediaFacts probe(Path file) throws IOException {
        String[] picture = pictured(file);
        if (picture != null) {
            if (picture[0].equals("bad")) {
                throw new IOException("the file is damaged");
            }
            return new MediaFacts("png_pipe", FrameSize.parse(picture[0]), 1, 0, List.of("png"));
        }
        String words = plain(file).split(" ")[0];
        if (!words.matches("[0-9]+")) {
            throw new IOException("no media file");
        }
        long frames = Long.parseLong(words);
        return new MediaFacts("mp4", new FrameSize(64, 64), frames, frames * 100, List.of("text"));
    }

    @Override
    public void decode(Path file, VideoFormat wanted, MediaSink sink) throws IOException, InterruptedException {
        decode(file, new FitSink(wanted, sink));
    }

    /** Turns each frame into one of the size that is wanted, of the same first byte. */
    private record FitSink(VideoFormat wanted, MediaSink sink) implements MediaSink {
        @Override
        public void video(VideoFormat format) throws IOException {
            sink.video(wanted);
        }

        @Override
        public void frame(ByteBuffer rgb) throws IOException, InterruptedException {
            ByteBuffer frame = ByteBuffer.allocate(wanted.size().rgbBytes());
            for (int i = 0; i < 3; i++) {
                frame.put(i, rgb.get(rgb.position()));
            }
            sink.frame(frame);
        }

        @Override
        public void audio(AudioFormat format) {
            throw new IllegalStateException();
        }

        @Override
        public void sound(ByteBuffer pcm) {
            throw new IllegalStateException();
        }

        @Override
        public void encoded(Path file) {
            throw new IllegalStateException();
        }
    }

    @Override
    public void decode(Path file, MediaSink sink) throws IOException, InterruptedException {
        String[] picture = pictured(file);
        if (picture != null) {
            FrameSize size = FrameSize.parse(picture[0]);
            sink.video(new VideoFormat(size, 25));
            byte[] rgb = new byte[size.rgbBytes()];
            java.util.Arrays.fill(rgb, (byte) Integer.parseInt(picture[1]));
            sink.frame(ByteBuffer.wrap(rgb));
            return;
        }
        String[] words = plain(file).split(" ");
        if (!words[0].matches("[0-9]+")) {
            throw new IOException("no media file");
        }
        sink.video(new VideoFormat(new FrameSize(8, 8), 10));
        for (int i = 0; i < Integer.parseInt(words[0]); i++) {
            ByteBuffer frame = ByteBuffer.allocate(192);
            frame.put(0, (byte) Integer.parseInt(words[1]));
            sink.frame(frame);
        }
    }

    @Override
    public Optional<AudioFormat> sound(Path file, Path target) throws IOException {
        String[] words = plain(file).split(" ");
        if (words.length < 3 || words[2].equals("0")) {
            return Optional.empty();
        }
        Files.write(target, new byte[Integer.parseInt(words[2])]);
        return Optional.of(PlainSound.FORMAT);
    }

    @Override
    public String still(Path file, String kind, Path target) throws IOException {
        if (stillsBroken) {
            throw new IOException("no picture");
        }
        Files.writeString(target, kind);
        return kind.equals("thumbnail") ? "image/webp" : "image/jpeg";
    }
}
