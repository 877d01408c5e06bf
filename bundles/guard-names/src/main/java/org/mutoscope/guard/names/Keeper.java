package org.mutoscope.guard.names;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.mutoscope.api.guard.Name;
import org.mutoscope.api.guard.NameCatalogue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the names as the catalogue has them, on a thread of its own. Who asks gets what stands; a change is live within a second or two.
 * Fails closed: once names were known, none are no answer.
 */
final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final long LOOK_MILLIS = 500;

    private final ScheduledExecutorService thread;
    private final LongSupplier nanos;

    private NameCatalogue catalogue;
    private Names names; // null before the first catalogue
    private long revision;
    private NameCatalogue from; // the catalogue that revision is of
    private long fresh; // when names were last known to be current
    private boolean failed;

    /** @param nanos a clock that never goes back */
    Keeper(ScheduledExecutorService thread, LongSupplier nanos) {
        this.thread = thread;
        this.nanos = nanos;
        thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A catalogue has come; the newest counts. */
    synchronized void come(NameCatalogue newest) {
        catalogue = newest;
        if (names == null) {
            fresh = nanos.getAsLong();
        }
        thread.execute(this::look);
    }

    /** A catalogue has gone. */
    synchronized void gone(NameCatalogue old) {
        if (catalogue == old) {
            catalogue = null;
        }
    }

    /**
     * The names to look for.
     *
     * @param wait longest time to wait for the first ones, in milliseconds
     * @param grace how long the last ones serve without their catalogue, in seconds
     * @return null if names are known to exist, and cannot be had
     */
    synchronized Names names(long wait, long grace) throws InterruptedException {
        long until = nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(wait);
        while (catalogue != null && names == null) {
            long left = TimeUnit.NANOSECONDS.toMillis(until - nanos.getAsLong());
            if (left <= 0) {
                return null;
            }
            wait(left);
        }
        if (names == null) {
            return Names.NONE; // there never was a catalogue: nobody registers anything here
        }
        boolean old = nanos.getAsLong() - fresh > TimeUnit.SECONDS.toNanos(grace);
        boolean away = catalogue == null || failed;
        return old && away && !names.isEmpty() ? null : names;
    }

    private void look() {
        NameCatalogue asked;
        Names before;
        synchronized (this) {
            asked = catalogue;
            before = names == null ? Names.NONE : names;
        }
        if (asked == null) {
            return;
        }
        try {
            long now = asked.revision();
            boolean known;
            synchronized (this) {
                known = names != null && asked == from && now == revision;
            }
            Names after = known ? before : before.with(read(asked));
            took(asked, now, after);
        } catch (RuntimeException | Error e) { // a foreign bundle may fail in any way, and this thread goes on
            failed(e);
        }
    }

    private static List<Name> read(NameCatalogue asked) {
        return List.copyOf(asked.names());
    }

    private synchronized void took(NameCatalogue asked, long now, Names after) {
        names = after;
        from = asked;
        revision = now;
        failed = false;
        fresh = nanos.getAsLong();
        notifyAll();
    }

    private synchronized void failed(Throwable e) {
        if (!failed) {
            LOG.warn("the names of registered subjects cannot be read, prompts are blocked if this lasts", e);
        }
        failed = true;
    }
}
