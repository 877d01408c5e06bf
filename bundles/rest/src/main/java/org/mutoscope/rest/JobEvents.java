package org.mutoscope.rest;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.glassfish.jersey.server.ChunkedOutput;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/**
 * Streams of a job's changes. An open stream holds no thread; a client that was cut off connects again and is told the present state, so
 * there is nothing to resume. A slow client misses steps in between, never the end.
 */
final class JobEvents implements AutoCloseable {
    private static final int MOST_STREAMS = 1_000;

    private final Supplier<Settings> settings;
    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService writers;

    JobEvents(Supplier<Settings> settings) {
        this.settings = settings;
        this.writers = Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "mutoscope-events");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Opens a stream for a job that was found. */
    ChunkedOutput<String> follow(JobBoard jobs, Job job) {
        if (streams.size() >= MOST_STREAMS) {
            throw new Problem(
                    Code.RATE_LIMIT_EXCEEDED, "Too many event streams are open. Ask for the job's state instead.");
        }
        Stream stream = new Stream();
        streams.add(stream);
        stream.watch = jobs.watch(job.id(), stream::offer);
        long beat = settings.get().heartbeatSeconds();
        stream.heartbeat = writers.scheduleWithFixedDelay(stream::beat, beat, beat, TimeUnit.SECONDS);
        // Asked again after the watch began, or a change in between would be missed.
        stream.offer(jobs.find(job.id()).orElse(job));
        return stream.out;
    }

    @Override
    public void close() {
        streams.forEach(Stream::end);
        writers.shutdownNow();
    }

    /** One open stream. */
    private final class Stream {
        private final ChunkedOutput<String> out = new ChunkedOutput<>(String.class);
        private final AtomicReference<Job> next = new AtomicReference<>();
        private volatile JobBoard.Watch watch;
        private volatile ScheduledFuture<?> heartbeat;

        void offer(Job job) {
            // An end that is not sent yet stays; what comes late from before it is dropped.
            Job before = next.getAndUpdate(old -> old != null && old.state().ended() ? old : job);
            if (before == null) {
                try {
                    writers.execute(this::send);
                } catch (RejectedExecutionException e) {
                    end();
                }
            }
        }

        private synchronized void send() {
            Job job = next.getAndSet(null);
            if (job == null || out.isClosed()) {
                return;
            }
            boolean last = job.state().ended();
            write("event: " + (last ? "done" : "progress") + "\ndata: " + Json.text(JobJson.of(job)) + "\n\n");
            if (last) {
                end();
            }
        }

        private synchronized void beat() {
            if (!out.isClosed()) {
                write(": still here\n\n");
            }
        }

        private void write(String event) {
            try {
                out.write(event);
            } catch (IOException | RuntimeException e) {
                // The client has gone; nothing can be told to it any more.
                end();
            }
        }

        private void end() {
            streams.remove(this);
            if (watch != null) {
                watch.close();
            }
            if (heartbeat != null) {
                heartbeat.cancel(false);
            }
            try {
                out.close();
            } catch (IOException | RuntimeException e) {
                // Gone already.
                return;
            }
        }
    }
}
