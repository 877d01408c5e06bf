package org.mutoscope.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.EncodeRequest;
import org.mutoscope.api.media.MediaSink;
import org.mutoscope.api.media.VideoFormat;

/** What a backend pushes into: frames go into a queue, sound into a file, a finished file is taken note of. */
final class FrameStream implements MediaSink {
    private final Path folder;
    private final int seconds;
    private final Opened opened;
    private volatile FrameQueue queue;
    private volatile AudioFormat sound;
    private volatile Path file;
    private volatile String spoiled;
    private volatile boolean closed;
    private volatile boolean soundTaken;
    private volatile EncodeRequest.SoundFile scored;
    private SeekableByteChannel pcm;

    /**
     * A stream that nobody has opened.
     *
     * @param folder the scratch folder of the attempt
     * @param seconds length of the clip, for a bound on its sound
     * @param opened told once, when frames are about to come
     */
    FrameStream(Path folder, int seconds, Opened opened) {
        this.folder = folder;
        this.seconds = seconds;
        this.opened = opened;
    }

    /** Hears that frames are about to come. */
    interface Opened {
        void frames(FrameQueue queue) throws IOException;
    }

    @Override
    public void video(VideoFormat format) throws IOException {
        requireOpen();
        if (queue != null || file != null) {
            throw new IllegalStateException("the picture stream is open, or a file was handed over");
        }
        queue = new FrameQueue(format);
        opened.frames(queue);
    }

    @Override
    public void frame(ByteBuffer rgb) throws IOException, InterruptedException {
        requireOpen();
        FrameQueue frames = queue;
        if (frames == null) {
            throw new IllegalStateException("open the picture stream first");
        }
        int wanted = frames.format().size().rgbBytes();
        if (rgb.remaining() != wanted) {
            spoiled = "a frame of " + rgb.remaining() + " bytes where "
                    + frames.format().size() + " takes " + wanted;
            throw new IllegalArgumentException(spoiled);
        }
        frames.add(rgb);
    }

    @Override
    public void audio(AudioFormat chosen) throws IOException {
        requireOpen();
        if (sound != null || file != null) {
            throw new IllegalStateException("the sound stream is open, or a file was handed over");
        }
        pcm = Files.newByteChannel(soundFile(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        sound = chosen;
    }

    @Override
    public void sound(ByteBuffer samples) throws IOException {
        requireOpen();
        if (sound == null) {
            throw new IllegalStateException("open the sound stream first");
        }
        if (samples.remaining() % (2 * sound.channels()) != 0) {
            throw new IllegalArgumentException("not a whole number of samples for all channels");
        }
        long most =
                4L * sound.sampleRate() * sound.channels() * seconds; // twice what is needed; the rest is cut anyway
        ByteBuffer rest = samples.duplicate();
        while (rest.hasRemaining() && pcm.position() < most) {
            pcm.write(rest);
        }
    }

    @Override
    public void encoded(Path finished) {
        requireOpen();
        if (queue != null || sound != null || file != null) {
            throw new IllegalStateException("a stream was opened, or a file was handed over before");
        }
        Path root = folder.toAbsolutePath().normalize();
        if (!finished.toAbsolutePath().normalize().startsWith(root) || !Files.isRegularFile(finished)) {
            throw new IllegalArgumentException("hand over a file in the scratch folder");
        }
        file = finished;
    }

    /** Takes nothing more: render has returned. */
    void close() throws IOException {
        closed = true;
        if (pcm != null && pcm.isOpen()) {
            pcm.close();
        }
    }

    /** Takes frames again, from the reader of a file that was handed over. */
    void reopen() {
        closed = false;
        file = null;
    }

    /** The frames, if any were announced. */
    Optional<FrameQueue> frames() {
        return Optional.ofNullable(queue);
    }

    /** Why encoding failed, or null. */
    IOException fault() {
        return queue == null ? null : queue.fault();
    }

    /** What was wrong with a frame, or null. */
    String spoiled() {
        return spoiled;
    }

    Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** What the backend made sound like, once all of it is there. */
    Optional<EncodeRequest.SoundFile> ownSound() {
        return sounds() && closed ? Optional.of(new EncodeRequest.SoundFile(soundFile(), sound)) : Optional.empty();
    }

    /** The clip sounds like this instead. Before the last frame. */
    void scored(EncodeRequest.SoundFile track) {
        scored = track;
    }

    /** The sound of the clip, once all of it is there; for the encoder. */
    Optional<EncodeRequest.SoundFile> takeSound() {
        Optional<EncodeRequest.SoundFile> all = scored == null ? ownSound() : Optional.of(scored);
        soundTaken |= all.isPresent();
        return all;
    }

    /** Whether the backend made any sound. */
    boolean sounds() {
        return sound != null;
    }

    /** Whether there is sound that the encoder did not ask for. */
    boolean soundLeft() {
        return (sounds() || scored != null) && !soundTaken;
    }

    private Path soundFile() {
        return soundFile(folder);
    }

    /** Where the sound of an attempt is. */
    static Path soundFile(Path folder) {
        return folder.resolve("sound.pcm");
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the sink is closed: render has returned");
        }
    }
}
