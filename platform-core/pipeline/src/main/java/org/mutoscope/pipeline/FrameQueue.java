package org.mutoscope.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.mutoscope.api.media.FrameSource;
import org.mutoscope.api.media.VideoFormat;

/**
 * A few frames on their way from the thread that makes them to the thread that encodes them. Copies, so that both work at once; few, so
 * that memory stays bounded. Either end learns within a moment that the other has failed.
 */
final class FrameQueue implements FrameSource {
    private static final int MOST_BYTES = 64 << 20;
    private static final int MOST_FRAMES = 8;
    /** What no frame is: empty. */
    private static final ByteBuffer END = ByteBuffer.allocate(0);

    private final VideoFormat format;
    private final BlockingQueue<ByteBuffer> queue;
    private final ConcurrentLinkedQueue<ByteBuffer> spare = new ConcurrentLinkedQueue<>();
    private final AtomicLong frames = new AtomicLong();
    private volatile IOException fault;
    private ByteBuffer lent;

    FrameQueue(VideoFormat format) {
        this.format = format;
        int room = MOST_BYTES / format.size().rgbBytes();
        this.queue = new ArrayBlockingQueue<>(Math.max(1, Math.min(MOST_FRAMES, room)));
    }

    /** Adds a copy of a frame; waits while the queue is full. */
    void add(ByteBuffer rgb) throws IOException, InterruptedException {
        ByteBuffer known = spare.poll();
        ByteBuffer copy =
                known == null ? ByteBuffer.allocateDirect(format.size().rgbBytes()) : known;
        copy.clear();
        copy.put(rgb.duplicate()).flip();
        put(copy);
        frames.incrementAndGet();
    }

    /** All frames are in. */
    void end() throws IOException, InterruptedException {
        put(END);
    }

    /** Ends it for both sides, with the reason. */
    void fail(IOException cause) {
        fault = cause;
        queue.clear();
        queue.offer(END);
    }

    /** Why it ended early, or null. */
    IOException fault() {
        return fault;
    }

    /** How many frames were added. */
    long frames() {
        return frames.get();
    }

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
        if (frame.capacity() == 0) {
            queue.put(END); // whoever asks again gets the same answer
            if (fault != null) {
                throw new IOException("the maker of the frames failed", fault);
            }
            return Optional.empty();
        }
        lent = frame;
        return Optional.of(frame);
    }

    private void put(ByteBuffer frame) throws IOException, InterruptedException {
        do {
            if (fault != null) {
                throw new IOException("the encoder failed", fault);
            }
        } while (!queue.offer(frame, 100, TimeUnit.MILLISECONDS));
    }
}
