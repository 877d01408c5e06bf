package org.mutoscope.media.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.EncodeRequest;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.MediaSink;
import org.mutoscope.api.media.VideoFormat;

/** What several tests need: the real programs, requests, a sink, and a look at the child processes. */
final class Fixture {
    static final Path JARS = Path.of("target", "natives").toAbsolutePath();
    static final ExecutableSource PROGRAMS =
            new ExecutableSource("", JARS, Path.of("target", "unpacked").toAbsolutePath());

    private Fixture() {}

    static FfmpegMedia media() {
        return media(Settings.defaults());
    }

    static FfmpegMedia media(FfmpegConfig config) {
        return new FfmpegMedia(PROGRAMS, config);
    }

    static EncodeRequest request(String profile, String size, Path target) {
        return new Request(profile, FrameSize.parse(size), target, Optional.empty());
    }

    static EncodeRequest request(String profile, String size, Path target, EncodeRequest.SoundFile sound) {
        return new Request(profile, FrameSize.parse(size), target, Optional.of(sound));
    }

    record Request(String profile, FrameSize size, Path target, Optional<SoundFile> sound) implements EncodeRequest {}

    /** A small clip with a moving square, 24 frames of 64x48 in a second. */
    static Path clip(Path folder, String profile) throws Exception {
        Path file = folder.resolve("clip-" + profile);
        media().encode(request(profile, "64x48", file), Frames.square("64x48", 24, 24));
        return file;
    }

    /** A tone of 440 Hz. */
    static EncodeRequest.SoundFile tone(Path folder, AudioFormat format, long milliseconds) throws IOException {
        int samples = (int) (format.sampleRate() * milliseconds / 1000);
        ByteBuffer pcm = ByteBuffer.allocate(samples * format.channels() * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < samples; i++) {
            for (int channel = 0; channel < format.channels(); channel++) {
                pcm.putShort((short) (8000 * Math.sin(2 * Math.PI * 440 * i / format.sampleRate())));
            }
        }
        return new EncodeRequest.SoundFile(Files.write(folder.resolve("tone.pcm"), pcm.array()), format);
    }

    /** ffprobe's own words on a file, independent of the code under test: one {@code key=value} a line. */
    static List<String> ffprobe(Path file, String entries) throws Exception {
        Executables found = PROGRAMS.get();
        ProcessBuilder builder = new ProcessBuilder(
                found.ffprobe().toString(),
                "-v",
                "error",
                "-count_frames",
                "-show_entries",
                entries,
                "-of",
                "flat",
                file.toString());
        return run(builder, found);
    }

    /** Runs the real ffmpeg, to make files that the code under test does not make. */
    static void ffmpeg(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(PROGRAMS.get().ffmpeg().toString(), "-v", "error", "-nostdin"));
        command.addAll(List.of(arguments));
        run(new ProcessBuilder(command), PROGRAMS.get());
    }

    private static List<String> run(ProcessBuilder builder, Executables found) throws Exception {
        builder.environment().putAll(found.environment());
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the test's own ffmpeg failed");
        }
        return words.lines().toList();
    }

    /** Child processes of this JVM that are alive. */
    static List<ProcessHandle> children() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
    }

    static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps all that is pushed, and in which order. */
    static class Sink implements MediaSink {
        final List<String> order = new ArrayList<>();
        final List<byte[]> frames = new ArrayList<>();
        VideoFormat video;
        long soundBytes;

        @Override
        public void video(VideoFormat format) {
            video = format;
        }

        @Override
        public void frame(ByteBuffer rgb) throws InterruptedException {
            byte[] frame = new byte[rgb.remaining()];
            rgb.get(frame);
            frames.add(frame);
            note("frame");
        }

        @Override
        public void audio(AudioFormat format) {
            note("audio " + format.sampleRate() + " " + format.channels());
        }

        @Override
        public void sound(ByteBuffer pcm) {
            soundBytes += pcm.remaining();
            note("sound");
        }

        @Override
        public void encoded(Path file) {
            throw new IllegalStateException();
        }

        private void note(String what) {
            if (order.isEmpty() || !order.get(order.size() - 1).equals(what)) {
                order.add(what);
            }
        }

        int red(int frame, int x, int y) {
            return frames.get(frame)[(y * video.size().width() + x) * 3] & 0xff;
        }

        int blue(int frame, int x, int y) {
            return frames.get(frame)[(y * video.size().width() + x) * 3 + 2] & 0xff;
        }
    }
}
