package org.mutoscope.core.observe;

import java.time.Instant;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Tells a collector what happened to jobs, if there is one: a trace for each job. Spans are told when they are over, with ids that follow from the job, so
 * that nothing has to be kept between them and a restart in the middle of a job does not tear its trace. Thread-safe; never blocks, never fails.
 */
@ProviderType
public interface Traces {
    /** Name of the span of the job itself, from its request to its end; all others are below it. */
    String JOB = "job";

    /** Key of the span of an attempt. @param turn {@link org.mutoscope.core.jobs.Attempt#turn} */
    static String attempt(long turn) {
        return "attempt " + turn;
    }

    /** Whether anybody is told; if not, a caller may spare itself the work. */
    boolean on();

    /**
     * Tells of something that is over.
     *
     * @param where what it was a part of
     * @param span what it was
     */
    void tell(Where where, Span span);

    /**
     * A place in the trace of a job.
     *
     * @param job its id
     * @param parent header {@code traceparent} of the request that it came from, or null; one that breaks the rules of W3C counts as none
     * @param within key of the span that it is a part of, unique in the job; null for the job's own
     */
    record Where(String job, String parent, String within) {}

    /**
     * Something that took its time.
     *
     * @param name what it was, lower case, one of a few
     * @param key by which others can be a part of it, unique in the job; null if nothing will be
     * @param attributes short texts: no prompt, no key, no words of a user
     * @param fault name of the error with which it ended, or null
     */
    record Span(String name, String key, Instant from, Instant to, Map<String, String> attributes, String fault) {
        /** Copies the map. */
        public Span {
            attributes = Map.copyOf(attributes);
        }
    }
}
