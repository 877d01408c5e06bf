package org.mutoscope.media.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.MediaSink;
import org.mutoscope.api.media.VideoFormat;

/**
 * Turns a file into raw streams. The order is fixed: both streams are opened, then comes all sound, then come all
 * frames. So whoever listens has the whole sound, which is small, before the first frame.
 */
final class FileDecoder {
    private static final String ROLE = "the media reader";
    private static final String DAMAGED = "the file is damaged or not supported";
    /** What {@link AudioFormat} is given: enough for speech and music, and what Opus works with inside. */
    private static final AudioFormat SOUND = new AudioFormat(48_000, 2);

    private static final int SOUND_CHUNK = 1 << 16;

    private final ExecutableSource programs;
    private final FfmpegConfig config;
    private final Prober prober;

    FileDecoder(ExecutableSource programs, FfmpegConfig config, Prober prober) {
        this.programs = programs;
        this.config = config;
        this.prober = prober;
    }

    /** See {@link org.mutoscope.api.media.MediaReader#decode}. */
    void decode(Path file, MediaSink sink) throws IOException, InterruptedException {
        Contents contents = prober.probe(file);
        sink.video(new VideoFormat(contents.size(), contents.framesPerSecond()));
        if (contents.sound()) {
            sink.audio(SOUND);
            sound(file, contents, sink::sound);
        }
        VideoFormat format = new VideoFormat(contents.size(), contents.framesPerSecond());
        // Scaled even if nothing is to be done: a stream may change its size half way.
        pictures(file, contents, new Picture(format, Fitting.filter(contents.size(), contents.size())), sink);
    }

    /** See {@link org.mutoscope.api.media.MediaReader#decode(Path, VideoFormat, MediaSink)}. */
    void decode(Path file, VideoFormat wanted, MediaSink sink) throws IOException, InterruptedException {
        Contents contents = prober.probe(file);
        sink.video(wanted);
        pictures(file, contents, new Picture(wanted, Fitting.filter(contents.size(), wanted.size())), sink);
    }

    /** See {@link org.mutoscope.api.media.MediaReader#sound}. */
    Optional<AudioFormat> sound(Path file, Path target) throws IOException, InterruptedException {
        Contents contents = prober.probe(file);
        if (!contents.sound()) {
            return Optional.empty();
        }
        try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
            sound(file, contents, pcm -> out.write(pcm.array(), pcm.position(), pcm.remaining()));
        }
        return Optional.of(SOUND);
    }

    /** Where samples go. */
    private interface Samples {
        void take(ByteBuffer pcm) throws IOException, InterruptedException;
    }

    /** What is to come out. @param filter brings a frame to the size of the format */
    private record Picture(VideoFormat format, String filter) {}

    private void pictures(Path file, Contents contents, Picture wanted, MediaSink sink)
            throws IOException, InterruptedException {
        long frames = frames(file, contents, wanted, sink);
        if (frames == 0) {
            throw new IOException(DAMAGED);
        }
        refuseIfCut(frames, wanted.format().framesPerSecond(), contents);
    }

    private void sound(Path file, Contents contents, Samples samples) throws IOException, InterruptedException {
        List<String> output = List.of(
                "-map", "0:a:0", "-f", "s16le", "-ar", Integer.toString(SOUND.sampleRate()), "-ac", "2", "pipe:1");
        byte[] chunk = new byte[SOUND_CHUNK];
        try (Child child = start(file, contents, output)) {
            for (int n = read(child, chunk); n > 0; n = read(child, chunk)) {
                child.rest(true);
                samples.take(ByteBuffer.wrap(chunk, 0, n - n % 4)); // two channels of two bytes
                child.rest(false);
            }
            child.finish();
        } catch (ChildFailure e) {
            throw e.orRather(DAMAGED);
        }
    }

    private long frames(Path file, Contents contents, Picture wanted, MediaSink sink)
            throws IOException, InterruptedException {
        byte[] frame = new byte[wanted.format().size().rgbBytes()];
        long count = 0;
        try (Child child = start(file, contents, picture(contents, wanted))) {
            while (read(child, frame) == frame.length) {
                child.rest(true);
                sink.frame(ByteBuffer.wrap(frame));
                child.rest(false);
                count++;
            }
            child.finish();
        } catch (ChildFailure e) {
            throw e.orRather(DAMAGED);
        }
        return count;
    }

    private List<String> picture(Contents contents, Picture wanted) {
        int rate = wanted.format().framesPerSecond();
        boolean still = contents.kind().still();
        // The rate first: frames that are left out need not be scaled. A still picture lasts too short to be a frame of
        // a slow rate.
        String filters = still ? wanted.filter() : "fps=" + rate + "," + wanted.filter();
        int most = still ? 1 : config.input_seconds_max() * rate;
        return List.of(
                "-map",
                "0:V:0",
                "-vf",
                filters,
                "-frames:v",
                Integer.toString(most),
                "-f",
                "rawvideo",
                "-pix_fmt",
                "rgb24",
                "pipe:1");
    }

    private Child start(Path file, Contents contents, List<String> output) throws IOException {
        Executables found = programs.get();
        List<String> command = InputCommand.start(found.ffmpeg(), config);
        command.addAll(List.of("-nostdin", "-nostats"));
        command.addAll(InputCommand.open(file, contents.kind()));
        command.addAll(List.of("-t", Integer.toString(config.input_seconds_max())));
        command.addAll(output);
        Duration patience = Duration.ofSeconds(config.stall_seconds());
        return Child.start(ROLE, patience, Child.builder(found, command));
    }

    /** Fills the buffer as far as the stream goes. */
    private static int read(Child child, byte[] buffer) throws IOException, InterruptedException {
        InputStream out = child.out();
        int n;
        try {
            n = out.readNBytes(buffer, 0, buffer.length);
        } catch (IOException e) {
            throw child.failure(); // closed under our hands: the guard has ended it
        }
        child.moved();
        return n;
    }

    /** ffmpeg decodes what there is and calls it success; a clip that was cut on its way must not pass for whole. */
    private static void refuseIfCut(long frames, int rate, Contents contents) throws IOException {
        long decoded = frames * 1000 / rate;
        long slack = contents.milliseconds() / 10 + 2000 / rate;
        if (decoded + slack < contents.milliseconds()) {
            throw new IOException("the file ends early: it announces " + contents.milliseconds() + " ms and holds "
                    + decoded + " ms");
        }
    }
}
