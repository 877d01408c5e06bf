package org.mutoscope.tck;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.MediaSink;
import org.mutoscope.api.media.VideoFormat;

/** The sink of a {@link LentRender}: takes what the host takes, refuses what it refuses, and keeps count. It can be slow like an encoder that is behind, and break. Safe for several threads. */
final class CaughtMedia implements MediaSink {
    private final Path scratch;
    private final BooleanSupplier stopped;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch late = new CountDownLatch(1);
    private final MessageDigest digest = sha256();
    private volatile boolean holds;
    private volatile boolean breaks;
    private volatile boolean closed;
    private VideoFormat format;
    private AudioFormat sound;
    private int frames;
    private long bytes;
    private String misuse = "";

    /** @param stopped whether the job was cancelled */
    CaughtMedia(Path scratch, BooleanSupplier stopped) {
        this.scratch = scratch.toAbsolutePath().normalize();
        this.stopped = stopped;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** From now on nothing is taken until {@link #letGo}: the encoder is behind. */
    void hold() {
        holds = true;
    }

    void letGo() {
        held.countDown();
    }

    /** From now on the encoder has failed. */
    void breaks() {
        breaks = true;
    }

    /** Takes nothing more: render has returned. */
    void close() {
        closed = true;
        letGo();
    }

    /** Waits until the first frame or file is being handed over. */
    boolean awaitReached(Duration most) throws InterruptedException {
        return reached.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits for something that comes after the end. */
    boolean awaitLate(Duration most) throws InterruptedException {
        return late.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Something came after the end. */
    void late() {
        late.countDown();
    }

    synchronized int frames() {
        return frames;
    }

    /** Frames per second; 0 if the picture stream was not opened. */
    synchronized int rate() {
        return format == null ? 0 : format.framesPerSecond();
    }

    /** Bytes of frames, or of the file. */
    synchronized long bytes() {
        return bytes;
    }

    /** What was done to it that the host refuses; empty if nothing. */
    synchronized String misuse() {
        return misuse;
    }

    /** SHA-256 of all frames, or of the file; to be asked once. */
    synchronized String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public synchronized void video(VideoFormat given) {
        open();
        if (format != null || bytes > 0) {
            throw refuse("the picture stream is open, or a file was handed over");
        }
        format = given;
    }

    @Override
    public void frame(ByteBuffer rgb) throws IOException, InterruptedException {
        arrive();
        synchronized (this) {
            if (format == null) {
                throw refuse("a frame came before the picture stream was opened");
            }
            int wanted = format.size().rgbBytes();
            if (rgb.remaining() != wanted) {
                misuse = "a frame of " + rgb.remaining() + " bytes where " + format.size() + " takes " + wanted;
                throw new IllegalArgumentException(misuse);
            }
            bytes += wanted;
            frames++;
            digest.update(rgb.duplicate());
        }
    }

    @Override
    public synchronized void audio(AudioFormat given) {
        open();
        if (sound != null || format == null && bytes > 0) {
            throw refuse("the sound stream is open, or a file was handed over");
        }
        sound = given;
    }

    @Override
    public synchronized void sound(ByteBuffer pcm) {
        open();
        if (sound == null) {
            throw refuse("sound came before the sound stream was opened");
        }
        if (pcm.remaining() % (2 * sound.channels()) != 0) {
            misuse = "not a whole number of samples for all channels";
            throw new IllegalArgumentException(misuse);
        }
    }

    @Override
    public void encoded(Path file) throws IOException, InterruptedException {
        arrive();
        synchronized (this) {
            if (format != null || sound != null || bytes > 0) {
                throw refuse("a file was handed over beside a stream or another file");
            }
            if (!file.toAbsolutePath().normalize().startsWith(scratch) || !Files.isRegularFile(file)) {
                misuse = "a file was handed over that does not lie in the scratch folder";
                throw new IllegalArgumentException(misuse);
            }
            byte[] content = Files.readAllBytes(file);
            bytes = content.length;
            digest.update(content);
        }
    }

    private void arrive() throws IOException, InterruptedException {
        open();
        reached.countDown();
        if (holds) {
            held.await();
            open();
        }
        if (Thread.interrupted() || stopped.getAsBoolean()) {
            throw new InterruptedException("the attempt was stopped");
        }
        if (breaks) {
            throw new IOException("the encoder failed");
        }
    }

    private void open() {
        if (closed) {
            late();
            throw new IllegalStateException("the sink is closed: render has returned");
        }
    }

    private IllegalStateException refuse(String what) {
        misuse = what;
        return new IllegalStateException(what);
    }
}
