package org.mutoscope.jobs;

import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
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
        Map<Seat, Long> budgets = budgets(pool.read(Seat::well, seat -> seat));
        long[] busy = desk.meter().busy(now);
        return new Reading(
                now,
                slots(budgets, false),
                largest(budgets),
                slots(budgets, true),
                budgets.values().stream()
                        .mapToLong(Long::longValue)
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

    private static int largest(Map<Seat, Long> budgets) {
        return budgets.entrySet().stream()
                .filter(entry -> entry.getValue() < 0)
                .mapToInt(entry -> entry.getKey().capabilities.slots())
                .max()
                .orElse(0);
    }

    private static int slots(Map<Seat, Long> budgets, boolean metered) {
        return budgets.entrySet().stream()
                .filter(entry -> entry.getValue() >= 0 == metered)
                .mapToInt(entry -> entry.getKey().capabilities.slots())
                .sum();
    }

    /** Clips that are left in the budget of each; -1 for one without. What cannot be read is an empty budget: money is not guessed. */
    private Map<Seat, Long> budgets(List<Seat> seats) {
        Map<Seat, Long> budgets = new IdentityHashMap<>();
        seats.forEach(seat -> budgets.put(seat, budget(seat)));
        return budgets;
    }

    private long budget(Seat seat) {
        String text = seat.capabilities.attributes().get(BackendCapabilities.BUDGET_CLIPS);
        if (text != null) {
            return text.matches("[0-9]{1,12}") ? Long.parseLong(text) : 0;
        }
        Allowance allowance = Allowance.of(seat.capabilities);
        if (!allowance.limited()) {
            return -1;
        }
        long clip = seat.clipMicros;
        return clip < 1 ? 0 : left(seat.offered.id(), allowance) / clip;
    }

    /** Micros that may still be reserved now. */
    private long left(String backend, Allowance allowance) {
        return desk.storage().read(tx -> {
            long left = Long.MAX_VALUE;
            String day = BucketTable.day(tx.now());
            for (String period : List.of(day, day.substring(0, 7))) {
                BucketTable.Bucket sums = BucketTable.find(tx, backend, period);
                long limit = allowance.of(period);
                left = limit < 0 ? left : Math.min(left, limit - sums.spent() - sums.reserved());
            }
            return Math.max(0, left);
        });
    }
}
