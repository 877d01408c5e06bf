package org.mutoscope.jobs;

import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobRunner.Ended;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.observe.Traces;
import org.mutoscope.core.observe.Traces.Span;
import org.mutoscope.core.observe.Traces.Where;

/**
 * Tells the traces how long a job waited, how each attempt went, and of the job itself once it has ended. Only the time since when a job waits is kept in memory: after a
 * restart the first wait of each is not told.
 */
final class JobTraces {
    private final Map<String, Instant> waiting = new ConcurrentHashMap<>();
    private volatile Traces traces;

    /** Gives who is told; null when they go. */
    void traces(Traces told) {
        traces = told;
        if (told == null) {
            waiting.clear();
        }
    }

    boolean on() {
        Traces told = traces;
        return told != null && told.on();
    }

    /** A job waits from now on. */
    void waits(String jobId) {
        if (on()) {
            waiting.put(jobId, Instant.now());
        }
    }

    /** A job is taken: it waited until now. */
    void taken(Grip grip) {
        Instant since = waiting.remove(grip.jobId());
        if (since != null) {
            tell(where(grip.job()), new Span("queue", null, since, Instant.now(), names(grip.job()), null));
        }
    }

    /** An attempt is over. @param how why it was stopped, or how it ended; null if it ended well */
    void attempted(Grip grip, String backend, Instant begun, String how) {
        Map<String, String> attributes = new HashMap<>(names(grip.job()));
        attributes.put("mutoscope.backend", backend);
        attributes.put("mutoscope.attempt", String.valueOf(grip.number()));
        Span span = new Span("attempt", Traces.attempt(grip.fence()), begun, Instant.now(), attributes, how);
        tell(where(grip.job()), span);
    }

    /** A job has ended. */
    void ended(Job job) {
        NewJob asked = job.asked();
        Map<String, String> attributes = new HashMap<>(names(asked));
        attributes.put("mutoscope.state", job.state().name().toLowerCase(Locale.ROOT));
        attributes.put("mutoscope.credits", String.valueOf(job.creditsCaptured()));
        Instant end = job.endedAt() == null ? Instant.now() : job.endedAt();
        tell(where(asked), new Span(Traces.JOB, null, job.createdAt(), end, attributes, job.errorCode()));
    }

    /** It waits no more. */
    void forget(String jobId) {
        waiting.remove(jobId);
    }

    /** How an attempt ended, in one word that is safe to tell; null if well. */
    static String word(Ended ended) {
        if (ended instanceof Ended.Done || ended instanceof Ended.GoesOn) {
            return null;
        }
        if (ended instanceof Ended.Failed failed) {
            return failed.code();
        }
        return ended instanceof Ended.Refused refused
                ? refused.code()
                : ended.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> names(NewJob job) {
        return Map.of("mutoscope.job", job.id(), "mutoscope.account", job.accountId(), "mutoscope.model", job.model());
    }

    private static Where where(NewJob job) {
        return new Where(job.id(), job.obligations().get(NewJob.TRACE), null);
    }

    private void tell(Where where, Span span) {
        Traces told = traces;
        if (told != null) {
            told.tell(where, span);
        }
    }
}
