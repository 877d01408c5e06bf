package org.mutoscope.media.ffmpeg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.mutoscope.api.media.FrameSize;

/** Asks ffprobe what a file holds, and refuses what is beyond the limits before anything is decoded. */
final class Prober {
    private static final String ROLE = "the media reader";
    private static final int ANSWER_BYTES = 1 << 18;
    /** A clip has a picture, sounds in some languages, words below it; hundreds are there to keep the demuxer busy. */
    private static final int MOST_STREAMS = 16;
    /** Asked of still pictures, whose orientation is known only when they are decoded. */
    private static final String OF_A_FRAME = ":frame_side_data=rotation";

    private static final String WANTED = "format=format_name,duration"
            + ":stream=codec_type,codec_name,width,height,avg_frame_rate,r_frame_rate,nb_frames,duration"
            + ":stream_tags=DURATION:stream_side_data=rotation:stream_disposition=attached_pic";

    private final ExecutableSource programs;
    private final FfmpegConfig config;

    Prober(ExecutableSource programs, FfmpegConfig config) {
        this.programs = programs;
        this.config = config;
    }

    /** @throws IOException if it is no media file or breaks a limit; the message is safe to show to a user */
    Contents probe(Path file) throws IOException, InterruptedException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no such file");
        }
        if (Files.size(file) > config.input_megabytes_max() * 1_000_000L) {
            throw new IOException("the file is larger than " + config.input_megabytes_max() + " MB");
        }
        InputKind kind = InputKind.of(file);
        ProbeAnswer answer = new ProbeAnswer(ask(file, kind));
        if (answer.streams() > MOST_STREAMS) {
            throw new IOException("the file holds " + answer.streams() + " streams; the most is " + MOST_STREAMS);
        }
        ProbeAnswer.Section picture = answer.picture()
                .orElseThrow(() -> new IOException("the file is damaged or holds no picture that can be decoded"));
        FrameSize size = size(picture, picture.turned() || answer.frameTurned());
        long longest = Math.max(answer.milliseconds(), picture.milliseconds());
        if (longest > config.input_seconds_max() * 1000L) {
            throw new IOException("the file plays longer than " + config.input_seconds_max() + " s");
        }
        return new Contents(
                kind,
                answer.container(),
                size,
                picture.framesPerSecond(),
                kind.still() ? 1 : picture.frames(),
                kind.still() ? 0 : picture.milliseconds() > 0 ? picture.milliseconds() : longest,
                answer.codecs());
    }

    private String ask(Path file, InputKind kind) throws IOException, InterruptedException {
        Executables found = programs.get();
        List<String> command = InputCommand.start(found.ffprobe(), config);
        String wanted = kind.still() ? WANTED + OF_A_FRAME : WANTED;
        command.addAll(List.of("-show_entries", wanted, "-of", "default"));
        command.addAll(InputCommand.open(file, kind));
        Duration patience = Duration.ofSeconds(config.probe_seconds_max());
        try (Child child = Child.start(ROLE, patience, Child.builder(found, command))) {
            byte[] answer = child.out().readNBytes(ANSWER_BYTES);
            child.finish();
            return new String(answer, StandardCharsets.UTF_8);
        } catch (ChildFailure e) {
            throw e.orRather("the file is damaged or not supported");
        }
    }

    private FrameSize size(ProbeAnswer.Section picture, boolean turned) throws IOException {
        long width = picture.width();
        long height = picture.height();
        if (width < 1 || height < 1) {
            throw new IOException("the file is damaged, or claims a picture of an impossible size");
        }
        boolean sides = width <= FrameSize.MAX_SIDE && height <= FrameSize.MAX_SIDE;
        if (!sides || width * height > config.input_pixels_max()) {
            throw new IOException("a picture of " + width + "x" + height + " is not accepted; the largest has "
                    + config.input_pixels_max() + " pixels and sides of " + FrameSize.MAX_SIDE);
        }
        return turned ? new FrameSize((int) height, (int) width) : new FrameSize((int) width, (int) height);
    }
}
