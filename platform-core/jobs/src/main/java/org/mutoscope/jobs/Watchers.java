package org.mutoscope.jobs;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobBoard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who wants to hear of a job. Each hears at most four times a second, and always the last change. */
final class Watchers {
    private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);
    private static final long GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Map<String, List<Watcher>> watchers = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock;
    private final Function<String, Optional<Job>> find;

    Watchers(ScheduledExecutorService clock, Function<String, Optional<Job>> find) {
        this.clock = clock;
        this.find = find;
    }

    JobBoard.Watch watch(String jobId, Consumer<Job> listener) {
        Watcher watcher = new Watcher(jobId, listener);
        watchers.compute(jobId, (id, list) -> {
            List<Watcher> all = list == null ? new CopyOnWriteArrayList<>() : list;
            all.add(watcher);
            return all;
        });
        return watcher;
    }

    /** Something about the job changed. Returns at once. */
    void changed(String jobId) {
        watchers.getOrDefault(jobId, List.of()).forEach(Watcher::due);
    }

    private final class Watcher implements JobBoard.Watch {
        private final String jobId;
        private final Consumer<Job> listener;
        private boolean planned;
        private long last = System.nanoTime() - GAP_NANOS;

        Watcher(String jobId, Consumer<Job> listener) {
            this.jobId = jobId;
            this.listener = listener;
        }

        synchronized void due() {
            if (!planned) {
                planned = true;
                try {
                    clock.schedule(this::tell, last + GAP_NANOS - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (RejectedExecutionException e) {
                    LOG.debug("a change of {} is not told: the platform is stopping", jobId);
                }
            }
        }

        private void tell() {
            synchronized (this) {
                planned = false; // before the job is read: a change after that is told again
                last = System.nanoTime();
            }
            try {
                find.apply(jobId).ifPresent(listener);
            } catch (RuntimeException e) {
                LOG.warn("a watcher of {} failed", jobId, e);
            }
        }

        @Override
        public void close() {
            watchers.computeIfPresent(jobId, (id, list) -> {
                list.remove(this);
                return list.isEmpty() ? null : list;
            });
        }
    }
}
