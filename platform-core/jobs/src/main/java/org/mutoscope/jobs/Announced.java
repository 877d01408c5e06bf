package org.mutoscope.jobs;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Places in the queue that are promised to jobs whose transactions are still open. A transaction that is undone tells nobody, so its place comes free after a
 * minute: until then the queue takes a job less, never one more. Guarded by {@link FairQueue}.
 */
final class Announced {
    static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** When each was promised, oldest first. */
    private final Map<String, Long> places = new LinkedHashMap<>();

    private final LongSupplier nanos;

    Announced() {
        this(System::nanoTime);
    }

    Announced(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Promises a place, once for each job however often its transaction is tried. @param room places of the queue that no job has @return false if none is left */
    boolean take(String jobId, int room) {
        long now = nanos.getAsLong();
        Iterator<Long> oldest = places.values().iterator();
        while (oldest.hasNext() && now - oldest.next() > KEPT_NANOS) {
            oldest.remove();
        }
        places.remove(jobId);
        if (places.size() >= room) {
            return false;
        }
        places.put(jobId, now);
        return true;
    }

    void drop(String jobId) {
        places.remove(jobId);
    }
}
