package org.mutoscope.provenance.log;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one writer of a log: gathers entries for a moment, appends them together, and lets everybody go who waits for them. Safe for use by several threads. */
final class Writer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int QUEUE = 10_000;
    private static final int MOST = 1_000;
    private static final long LOOK_MILLISECONDS = 500;

    private final Opening opening;
    private final int batchMilliseconds;
    private final Witnesses witnesses;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Thread thread = new Thread(this::run, "mutoscope-history");
    private volatile Log log;
    private volatile boolean closed;
    private boolean broken; // what is in memory may be ahead of the disk

    Writer(Opening opening, int batchMilliseconds, Witnesses witnesses) throws IOException, GeneralSecurityException {
        this.opening = opening;
        this.batchMilliseconds = batchMilliseconds;
        this.witnesses = witnesses;
        this.log = opening.open();
        LOG.info("the history is {}; its key: {}", log, log.verifier());
        thread.setDaemon(true);
        thread.start();
    }

    /** How the log is opened, at the start and after a fault. */
    @FunctionalInterface
    interface Opening {
        Log open() throws IOException, GeneralSecurityException;
    }

    private record Waiting(byte[] entry, CompletableFuture<Long> index) {}

    Log log() {
        return log;
    }

    /** @return the entry's number, once it is durable and published */
    long append(byte[] entry) throws IOException, InterruptedException {
        if (entry.length > Log.MOST) {
            throw new IOException(
                    "an entry of " + entry.length + " bytes does not fit into the log: " + Log.MOST + " do");
        }
        Waiting waiting = new Waiting(entry, new CompletableFuture<>());
        if (closed || !queue.offer(waiting)) {
            throw new IOException(closed ? "the log is closed" : QUEUE + " entries wait already: the log is too slow");
        }
        if (closed) { // perhaps after the writer emptied the queue for the last time
            refuseAll(new IOException("the log is closed"));
        }
        try {
            return waiting.index.get();
        } catch (ExecutionException e) {
            throw new IOException(
                    "the log could not be written: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private void run() {
        while (!closed) {
            try {
                Waiting first = queue.poll(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    write(gather(first));
                }
            } catch (InterruptedException e) {
                LOG.debug("woken up to close", e);
            }
        }
        refuseAll(new IOException("the log is closed"));
    }

    private List<Waiting> gather(Waiting first) throws InterruptedException {
        List<Waiting> batch = new ArrayList<>(List.of(first));
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(batchMilliseconds);
        while (batch.size() < MOST) {
            Waiting next = queue.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (next == null) {
                break;
            }
            batch.add(next);
        }
        return batch;
    }

    private void write(List<Waiting> batch) {
        try {
            if (broken) {
                log = opening.open();
                broken = false;
            }
            long index = log.append(batch.stream().map(Waiting::entry).toList());
            for (Waiting waiting : batch) {
                waiting.index.complete(index);
                index++;
            }
            if (!witnesses.isEmpty()) {
                log.cosigned(witnesses.ask(log));
            }
        } catch (InterruptedException e) {
            LOG.debug("closed while witnesses were asked", e);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            LOG.error("the history could not be written; it is opened anew with the next entry", e);
            batch.forEach(waiting -> waiting.index.completeExceptionally(e)); // those that are complete stay so
            giveUp();
        }
    }

    private void giveUp() {
        broken = true;
        try {
            log.close();
        } catch (IOException e) {
            LOG.debug("the lock of the history could not be given back", e);
        }
    }

    private void refuseAll(IOException why) {
        List<Waiting> rest = new ArrayList<>();
        queue.drainTo(rest);
        rest.forEach(waiting -> waiting.index.completeExceptionally(why));
    }

    @Override
    public void close() throws IOException {
        closed = true;
        try {
            thread.join(); // a batch that is being written is written to its end
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.close();
    }
}
