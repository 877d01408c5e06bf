package org.mutoscope.rest;

import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
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

    /** Refuses more streams than can be kept open. @throws Problem {@code rate_limit_exceeded} */
    void admit() {
        if (streams.size() >= MOST_STREAMS) {
            throw new Problem(
                    Code.RATE_LIMIT_EXCEEDED, "Too many event streams are open. Ask for the job's state instead.");
        }
    }

    /** Opens a stream for a job that was found. */
    void follow(JobBoard jobs, Job job, AsyncContext context) {
        Stream stream = new Stream(context);
        streams.add(stream);
        stream.open(jobs, job.id());
        // Asked again after the watch began, or a change in between would be missed.
        stream.offer(jobs.find(job.id()).orElse(job));
    }

    @Override
    public void close() {
        streams.forEach(Stream::end);
        writers.shutdownNow();
    }

    /** One open stream. */
    private final class Stream {
        private final AsyncContext context;
        private boolean ended;
        private final AtomicReference<Job> next = new AtomicReference<>();
        private JobBoard.Watch watch;
        private ScheduledFuture<?> heartbeat;

        Stream(AsyncContext context) {
            this.context = context;
        }

        synchronized void open(JobBoard jobs, String job) {
            watch = jobs.watch(job, this::offer);
            long beat = settings.get().heartbeatSeconds();
            heartbeat = writers.scheduleWithFixedDelay(this::beat, beat, beat, TimeUnit.SECONDS);
        }

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
            if (job == null || ended) {
                return;
            }
            boolean last = job.state().ended();
            write("event: " + (last ? "done" : "progress") + "\ndata: " + Json.text(JobJson.of(job)) + "\n\n");
            if (last) {
                end();
            }
        }

        private synchronized void beat() {
            if (!ended) {
                write(": still here\n\n");
            }
        }

        private void write(String event) {
            try {
                OutputStream out = context.getResponse().getOutputStream();
                out.write(event.getBytes(StandardCharsets.UTF_8));
                out.flush();
            } catch (IOException | RuntimeException e) {
                // The client has gone; nothing can be told to it any more.
                end();
            }
        }

        private synchronized void end() {
            if (ended) {
                return;
            }
            ended = true;
            streams.remove(this);
            watch.close();
            heartbeat.cancel(false);
            try {
                context.complete();
            } catch (IllegalStateException e) {
                // The server ended it before us.
                return;
            }
        }
    }
}
