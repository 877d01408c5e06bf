package org.mutoscope.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.EncodeRequest;
import org.mutoscope.api.media.FrameSource;
import org.mutoscope.api.media.MediaSink;
import org.mutoscope.api.media.VideoFormat;

/**
 * Between a backend, which pushes frames on its thread, and the encoder, which takes them on another: a short queue of copies, so that
 * both work at once and memory stays bounded. Either end learns within a moment that the other has failed.
 */
final class FrameStream implements MediaSink, FrameSource {
    private static final int BUFFER_BYTES = 64 << 20;
    private static final int MOST_FRAMES = 8;
    private static final ByteBuffer END = ByteBuffer.allocate(0);

    private final Path folder;
    private final int seconds;
    private final Consumer<VideoFormat> opened;
    private final ConcurrentLinkedQueue<ByteBuffer> spare = new ConcurrentLinkedQueue<>();
    private volatile BlockingQueue<ByteBuffer> queue;
    private volatile VideoFormat format;
    private volatile AudioFormat sound;
    private volatile Path file;
    private volatile boolean closed;
    private volatile String spoiled;
    private volatile IOException fault;
    private final AtomicLong frames = new AtomicLong();
    private volatile boolean soundTaken;
    private SeekableByteChannel pcm;
    private ByteBuffer lent;

    /**
     * A stream that nobody has opened.
     *
     * @param folder the scratch folder of the attempt
     * @param seconds length of the clip, for a bound on its sound
     * @param opened told once, when the format is known
     */
    FrameStream(Path folder, int seconds, Consumer<VideoFormat> opened) {
        this.folder = folder;
        this.seconds = seconds;
        this.opened = opened;
    }

    // what the backend calls ---------------------------------------------------------------------------------------------------------

    @Override
    public void video(VideoFormat chosen) throws IOException {
        requireOpen();
        if (format != null || file != null) {
            throw new IllegalStateException("the picture stream is open, or a file was handed over");
        }
        int room = BUFFER_BYTES / chosen.size().rgbBytes();
        queue = new ArrayBlockingQueue<>(Math.max(1, Math.min(MOST_FRAMES, room)));
        format = chosen;
        opened.accept(chosen);
    }

    @Override
    public void frame(ByteBuffer rgb) throws IOException, InterruptedException {
        requireOpen();
        if (format == null) {
            throw new IllegalStateException("open the picture stream first");
        }
        int wanted = format.size().rgbBytes();
        if (rgb.remaining() != wanted) {
            spoiled = "a frame of " + rgb.remaining() + " bytes where " + format.size() + " takes " + wanted;
            throw new IllegalArgumentException(spoiled);
        }
        ByteBuffer copy = spare.poll();
        if (copy == null) {
            copy = ByteBuffer.allocateDirect(wanted);
        }
        copy.clear();
        copy.put(rgb.duplicate()).flip();
        put(copy);
        frames.incrementAndGet();
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
        long most = 4L * sound.sampleRate() * sound.channels() * seconds; // twice what is needed; the rest is cut anyway
        ByteBuffer rest = samples.duplicate();
        while (rest.hasRemaining() && pcm.position() < most) {
            pcm.write(rest);
        }
    }

    @Override
    public void encoded(Path finished) {
        requireOpen();
        if (format != null || sound != null || file != null) {
            throw new IllegalStateException("a stream was opened, or a file was handed over before");
        }
        if (!finished.toAbsolutePath().normalize().startsWith(folder.toAbsolutePath().normalize()) || !Files.isRegularFile(finished)) {
            throw new IllegalArgumentException("hand over a file in the scratch folder");
        }
        file = finished;
    }

    // what the encoder calls ---------------------------------------------------------------------------------------------------------

    @Override
    public VideoFormat format() {
        return format;
    }

    @Override
    public Optional<ByteBuffer> next() throws IOException, InterruptedException {
        if (lent != null) {
            spare.offer(lent);
            lent = null;
        }
        ByteBuffer frame = queue.take();
        if (frame == END) {
            queue.put(END); // whoever asks again gets the same answer
            if (fault != null) {
                throw new IOException("the maker of the frames failed", fault);
            }
            return Optional.empty();
        }
        lent = frame;
        return Optional.of(frame);
    }

    // what the road calls ------------------------------------------------------------------------------------------------------------

    /** Takes nothing more from the backend. */
    void close() throws IOException {
        closed = true;
        if (pcm != null) {
            pcm.close();
        }
    }

    /** Takes frames again, from the reader of a file that was handed over. */
    void reopen() {
        closed = false;
        file = null;
    }

    /** All frames are in. */
    void end() throws IOException, InterruptedException {
        put(END);
    }

    /** Lets the other end fail too. */
    void fail(IOException cause) {
        fault = cause;
        BlockingQueue<ByteBuffer> waiting = queue;
        if (waiting != null) {
            waiting.clear();
            waiting.offer(END);
        }
    }

    /** Why the encoder failed, if it did. */
    IOException fault() {
        return fault;
    }

    String spoiled() {
        return spoiled;
    }

    long frames() {
        return frames.get();
    }

    Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    Optional<AudioFormat> soundFormat() {
        return Optional.ofNullable(sound);
    }

    /** The sound, once all of it is there. */
    Optional<EncodeRequest.SoundFile> takeSound() {
        if (sound == null || !closed) {
            return Optional.empty();
        }
        soundTaken = true;
        return Optional.of(new EncodeRequest.SoundFile(soundFile(), sound));
    }

    boolean soundTaken() {
        return soundTaken;
    }

    private Path soundFile() {
        return folder.resolve("sound.pcm");
    }

    private void put(ByteBuffer frame) throws IOException, InterruptedException {
        do {
            if (fault != null) {
                throw new IOException("the encoder failed", fault);
            }
        } while (!queue.offer(frame, 100, TimeUnit.MILLISECONDS));
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the sink is closed: render has returned");
        }
    }
}
