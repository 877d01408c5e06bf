package org.mutoscope.media.ffmpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.media.EncodeRequest;
import org.mutoscope.api.media.EncodedMedia;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.FrameSource;

/**
 * Makes files. Frames go to the child as they come, so that the file is ready a moment after the last one; the sound is
 * asked for only then, and added by a second, short run that copies the picture.
 */
final class ClipEncoder {
    private static final String ROLE = "the encoder";

    private final ExecutableSource programs;
    private final FfmpegConfig config;

    ClipEncoder(ExecutableSource programs, FfmpegConfig config) {
        this.programs = programs;
        this.config = config;
    }

    /** See {@link org.mutoscope.api.media.MediaEncoder#encode}. */
    EncodedMedia encode(EncodeRequest request, FrameSource source) throws IOException, InterruptedException {
        Profile profile = Profile.named(request.profile());
        FrameSize size = even(request.size());
        EncodeCommand command = new EncodeCommand(programs.get().ffmpeg(), config, profile, size);
        int rate = command.rate(source.format().framesPerSecond());
        Path target = request.target();
        Path part = FinishedFile.part(target);
        Path withSound = command.soundTarget(part);
        try {
            long frames = picture(command.picture(source.format(), part), source);
            long milliseconds = (frames * 1000 + rate / 2) / rate;
            Optional<EncodeRequest.SoundFile> sound = heard(request);
            if (sound.isPresent()) {
                run(command.sound(part, sound.get().file(), sound.get().format(), milliseconds));
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            FinishedFile.publish(sound.isPresent() ? withSound : part, target);
            return new EncodedMedia(target, profile.mediaType(), size, frames, milliseconds);
        } finally {
            Files.deleteIfExists(part);
            Files.deleteIfExists(withSound);
        }
    }

    private long picture(List<String> command, FrameSource source) throws IOException, InterruptedException {
        try (Child child = Child.start(ROLE, patience(), Child.builder(programs.get(), command))) {
            byte[] frame = new byte[source.format().size().rgbBytes()];
            long fed = 0;
            while (next(child, source, frame)) {
                feed(child, frame);
                fed++;
            }
            if (fed == 0) {
                throw new IOException("there was no frame to encode");
            }
            try {
                child.in().close();
            } catch (IOException e) {
                throw child.failure();
            }
            child.finish();
            return child.frames();
        }
    }

    /** Fetches a frame; as long as that takes, the child does nothing and is not to blame. */
    private static boolean next(Child child, FrameSource source, byte[] frame)
            throws IOException, InterruptedException {
        child.rest(true);
        Optional<ByteBuffer> rgb = source.next();
        child.rest(false);
        if (rgb.isPresent()) {
            if (rgb.get().remaining() != frame.length) {
                throw new IOException(
                        "a frame came with " + rgb.get().remaining() + " bytes instead of " + frame.length);
            }
            rgb.get().duplicate().get(frame);
        }
        return rgb.isPresent();
    }

    private static void feed(Child child, byte[] frame) throws IOException, InterruptedException {
        try {
            child.in().write(frame);
            child.in().flush();
        } catch (IOException e) {
            throw child.failure();
        }
        child.moved();
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        try (Child child = Child.start(ROLE, patience(), Child.builder(programs.get(), command))) {
            child.finish();
        }
    }

    /** A file without a sample is silence, and ffmpeg would refuse it. */
    private static Optional<EncodeRequest.SoundFile> heard(EncodeRequest request) throws IOException {
        Optional<EncodeRequest.SoundFile> sound = request.sound();
        if (sound.isPresent() && !Files.isReadable(sound.get().file())) {
            throw new IOException("the sound that was announced is not there");
        }
        return sound.isPresent() && Files.size(sound.get().file()) > 0 ? sound : Optional.empty();
    }

    private Duration patience() {
        return Duration.ofSeconds(config.stall_seconds());
    }

    /** Sides of the file's picture: 4:2:0 needs even ones. */
    static FrameSize even(FrameSize size) {
        return new FrameSize(Math.max(2, size.width() & ~1), Math.max(2, size.height() & ~1));
    }
}
