package org.mutoscope.worker.diffusion;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.mutoscope.worker.model.Size;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.render.RenderSink;

/**
 * Hands frames over on a thread of its own, so that the next chunk is decoded while the platform encodes this one. At most one chunk waits, which bounds
 * memory. Used by the inference thread.
 */
final class Delivery implements AutoCloseable {
    private final RenderSink sink;
    private final int frameBytes;
    private final int frames;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "delivery");
        made.setDaemon(true);
        return made;
    });
    private final AtomicLong nanos = new AtomicLong();
    private volatile boolean stopped;
    private Future<?> pending;
    private int offered;

    /** @param frames number of frames the platform wants; what is offered beyond them is left out */
    Delivery(RenderSink sink, Size size, int frames) {
        this.sink = sink;
        this.frameBytes = size.pixels() * 3;
        this.frames = frames;
    }

    /** Whether more frames are wanted. */
    boolean wantsMore() {
        return offered < frames;
    }

    /** Number of frames it was given so far. */
    int offered() {
        return offered;
    }

    /**
     * Takes the next frames; waits while the chunk before last is on its way.
     *
     * @param rgb whole frames; no longer the caller's
     * @param skip how many of them are left out, from the first
     */
    void offer(byte[] rgb, int skip, Cancellation cancellation) throws IOException, RenderProblem {
        int count = Math.min(rgb.length / frameBytes - skip, frames - offered);
        if (count > 0) {
            await(cancellation);
            int first = offered;
            offered += count;
            pending = thread.submit(() -> {
                deliver(
                        ByteBuffer.wrap(rgb, skip * frameBytes, count * frameBytes)
                                .slice(),
                        first);
                return null;
            });
        }
    }

    private void deliver(ByteBuffer rgb, int first) throws IOException {
        long start = System.nanoTime();
        for (int k = 0; k * frameBytes < rgb.limit() && !stopped; k++) {
            sink.frame(first + k, rgb.slice(k * frameBytes, frameBytes));
        }
        nanos.addAndGet(System.nanoTime() - start);
    }

    private void await(Cancellation cancellation) throws IOException, RenderProblem {
        if (pending == null) {
            return;
        }
        Future<?> chunk = pending;
        try {
            while (!done(chunk)) {
                cancellation.check();
            }
            pending = null;
        } catch (InterruptedException e) {
            throw new IOException("interrupted while handing frames over", e);
        } catch (ExecutionException e) {
            pending = null;
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }

    private static boolean done(Future<?> chunk) throws InterruptedException, ExecutionException {
        try {
            chunk.get(50, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** Waits until everything is handed over. */
    void finish(Cancellation cancellation) throws IOException, RenderProblem {
        await(cancellation);
        cancellation.check();
    }

    /** Time spent handing over. */
    long nanos() {
        return nanos.get();
    }

    /** Stops after the frame that is on its way: after this, nothing of the clip is written any more. */
    @Override
    public void close() {
        stopped = true;
        thread.shutdown();
        try {
            // The platform reads on until it hears how the render ended, so the frame on its way gets through.
            while (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
                System.err.println("WARN the platform has not read a frame for a minute");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
