package org.mutoscope.jobs;

import java.time.Instant;
import java.util.List;
import org.mutoscope.api.backend.BackendCapabilities;
import org.mutoscope.core.jobs.Capacity;
import org.mutoscope.core.ledger.Plan;
import org.mutoscope.core.storage.Transaction;

/** Reads the capacity: from the pool what could be made, from the queue what waits, from the meter what was. */
final class Gauge implements Capacity {
    private final Desk desk;
    private final FairQueue queue;
    private final BackendPool pool;
    private final PlanClasses classes;

    Gauge(Desk desk, FairQueue queue, BackendPool pool, PlanClasses classes) {
        this.desk = desk;
        this.queue = queue;
        this.pool = pool;
        this.classes = classes;
    }

    @Override
    public Reading read() {
        Instant now = desk.storage().read(Transaction::now);
        List<Queued.Line> lines = queue.lines();
        int others = lines.stream()
                .map(Queued.Line::plan)
                .distinct()
                .filter(plan -> !plan.equals(Plan.FREE))
                .mapToInt(classes::weight)
                .sum();
        List<Seat> well = pool.read(Seat::well, seat -> seat);
        long[] busy = desk.meter().busy(now);
        return new Reading(
                now,
                slots(well, false),
                largest(well),
                slots(well, true),
                well.stream()
                        .mapToLong(Gauge::budget)
                        .filter(clips -> clips >= 0)
                        .sum(),
                busy[0],
                busy[1],
                desk.meter().free(now),
                desk.meter().paid(now),
                lines.stream()
                        .filter(Queued.Line::free)
                        .mapToLong(Queued.Line::credits)
                        .sum(),
                classes.weight(Plan.FREE),
                others);
    }

    private static int largest(List<Seat> seats) {
        return seats.stream()
                .filter(seat -> budget(seat) < 0)
                .mapToInt(seat -> seat.capabilities.slots())
                .max()
                .orElse(0);
    }

    private static int slots(List<Seat> seats, boolean metered) {
        return seats.stream()
                .filter(seat -> budget(seat) >= 0 == metered)
                .mapToInt(seat -> seat.capabilities.slots())
                .sum();
    }

    /** Clips that are left in a backend's budget; -1 for a backend without one. What cannot be read is an empty budget: money is not guessed. */
    private static long budget(Seat seat) {
        String text = seat.capabilities.attributes().get(BackendCapabilities.BUDGET_CLIPS);
        if (text == null) {
            return -1;
        }
        return text.matches("[0-9]{1,12}") ? Long.parseLong(text) : 0;
    }
}
