package org.mutoscope.jobs;

import java.util.List;
import java.util.Optional;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table {@code upstream_cost}, and with each change of a row the sums in {@code upstream_bucket}. Amounts are micros. */
final class CostTable {
    private static final String READ =
            "select seq, job_id, backend, model, currency, estimate, reserved, spent, state, budget_day, budget_month,"
                    + " parts_left from upstream_cost";
    /** How many parts of a job are left. */
    private static final String LEFT = "coalesce((select j.parts_left from job j where j.id = ?), 0)";

    private CostTable() {}

    /**
     * A row.
     *
     * @param reserved for the clip or the part, and for all parts after it
     * @param spent what the service took, or is known to have taken so far
     * @param partsLeft how many parts of the job were left; 0 for a job of one piece
     */
    record Cost(
            long seq,
            String jobId,
            String backend,
            String model,
            String currency,
            long estimate,
            long reserved,
            long spent,
            String state,
            String day,
            String month,
            int partsLeft) {
        /** What its own part takes, as far as is known. */
        long asked() {
            return Math.max(estimate, spent);
        }

        /** What is reserved for the parts after its own. */
        long ahead() {
            return Math.max(0, reserved - asked());
        }

        boolean open() {
            return state.equals("RESERVED") || state.equals("IN_DOUBT");
        }

        private boolean counts() {
            return currency.equals(UpstreamCost.USD);
        }
    }

    /** What is to be reserved. @param attempt 0 before the first @param ahead micros for the parts that come after */
    record Wish(String jobId, int attempt, String backend, String model, UpstreamCost cost, long ahead) {
        Wish(String jobId, int attempt, String backend, String model, UpstreamCost cost) {
            this(jobId, attempt, backend, model, cost, 0);
        }

        Wish withAhead(long micros) {
            return new Wish(jobId, attempt, backend, model, cost, micros);
        }

        private long all() {
            return Math.addExact(cost.micros(), ahead);
        }
    }

    static boolean any(Transaction tx) {
        return tx.first("select seq from upstream_cost fetch first 1 rows only", row -> true)
                .isPresent();
    }

    /** The row that is reserved or in doubt. */
    static Optional<Cost> open(Transaction tx, String jobId) {
        return tx.first(
                READ + " where job_id = ? and state in ('RESERVED', 'IN_DOUBT') order by seq desc",
                CostTable::cost,
                jobId);
    }

    /** The last row of a job at a backend, whatever became of it; of a job that is made in parts for the part that is being made. */
    static Optional<Cost> last(Transaction tx, String jobId, String backend) {
        return tx.first(
                READ + " where job_id = ? and backend = ? and parts_left = " + LEFT + " order by seq desc",
                CostTable::cost,
                jobId,
                backend,
                jobId);
    }

    static List<Cost> in(Transaction tx, String state, int limit) {
        return tx.query(
                READ + " where state = ? order by seq fetch first " + limit + " rows only", CostTable::cost, state);
    }

    /** Reserves. @return the period that has not enough left, or empty if it is done */
    static Optional<String> reserve(Transaction tx, Wish wish, Allowance allowance) {
        String day = BucketTable.day(tx.now());
        String month = BucketTable.month(tx.now());
        long micros = wish.all();
        if (wish.cost.currency().equals(UpstreamCost.USD)) {
            if (!BucketTable.reserve(tx, wish.backend, day, micros, allowance.day())) {
                return Optional.of(day);
            }
            if (!BucketTable.reserve(tx, wish.backend, month, micros, allowance.month())) {
                BucketTable.book(tx, wish.backend, day, -micros, 0);
                return Optional.of(month);
            }
        }
        insert(tx, wish, "RESERVED", day);
        return Optional.empty();
    }

    private static void insert(Transaction tx, Wish wish, String state, String day) {
        tx.update(
                "insert into upstream_cost (job_id, attempt, backend, model, currency, estimate, reserved, state, budget_day, budget_month,"
                        + " created_at, parts_left) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, " + LEFT + ")",
                wish.jobId,
                wish.attempt,
                wish.backend,
                wish.model,
                wish.cost.currency(),
                wish.cost.micros(),
                state.equals("RESERVED") ? wish.all() : 0,
                state,
                day,
                day.substring(0, 7),
                tx.now(),
                wish.jobId);
    }

    /** A row for what nobody had estimated. */
    static Cost unforeseen(Transaction tx, Wish wish) {
        insert(tx, wish, "RELEASED", BucketTable.day(tx.now()));
        return last(tx, wish.jobId, wish.backend).orElseThrow();
    }

    /** A row for what somebody has taken, for a job or for none. */
    static void spent(Transaction tx, Wish wish) {
        String day = BucketTable.day(tx.now());
        long micros = wish.cost.micros();
        tx.update(
                "insert into upstream_cost (job_id, attempt, backend, model, currency, estimate, reserved, spent, state, budget_day, budget_month,"
                        + " created_at, ended_at, parts_left) values (?, ?, ?, ?, ?, ?, 0, ?, 'SETTLED', ?, ?, ?, ?, "
                        + LEFT + ")",
                wish.jobId,
                wish.attempt,
                wish.backend,
                wish.model,
                wish.cost.currency(),
                micros,
                micros,
                day,
                day.substring(0, 7),
                tx.now(),
                tx.now(),
                wish.jobId);
        if (wish.cost.currency().equals(UpstreamCost.USD)) {
            BucketTable.book(tx, wish.backend, day, 0, micros);
            BucketTable.book(tx, wish.backend, day.substring(0, 7), 0, micros);
        }
    }

    /** What a row that is settled had reserved for the parts after its own stays reserved for the next, in a row of its own. */
    static void carry(Transaction tx, Cost settled) {
        long micros = settled.ahead();
        tx.update(
                "insert into upstream_cost (job_id, attempt, backend, model, currency, estimate, reserved, state, budget_day, budget_month,"
                        + " created_at, parts_left) values (?, 0, ?, ?, ?, 0, ?, 'RESERVED', ?, ?, ?, ?)",
                settled.jobId,
                settled.backend,
                settled.model,
                settled.currency,
                micros,
                settled.day,
                settled.month,
                tx.now(),
                settled.partsLeft - 1);
        if (settled.counts()) {
            BucketTable.book(tx, settled.backend, settled.day, micros, 0);
            BucketTable.book(tx, settled.backend, settled.month, micros, 0);
        }
    }

    /** Brings a row to a state; the sums follow. */
    static void to(Transaction tx, Cost cost, String state, long reserved, long spent) {
        boolean open = state.equals("RESERVED") || state.equals("IN_DOUBT");
        tx.update(
                "update upstream_cost set state = ?, reserved = ?, spent = ?, ended_at = ? where seq = ?",
                state,
                reserved,
                spent,
                open ? null : tx.now(),
                cost.seq);
        if (cost.counts()) {
            long more = counted(state, spent) - counted(cost.state, cost.spent);
            BucketTable.book(tx, cost.backend, cost.day, reserved - cost.reserved, more);
            BucketTable.book(tx, cost.backend, cost.month, reserved - cost.reserved, more);
        }
    }

    /** While a row is open what it spent so far is part of what it reserves. */
    private static long counted(String state, long spent) {
        return state.equals("SETTLED") ? spent : 0;
    }

    /** An attempt makes its part within what is reserved. @param estimate of it: what was carried over from the part before has none yet */
    static void attempt(Transaction tx, Cost cost, Wish wish, long estimate) {
        tx.update(
                "update upstream_cost set attempt = ?, model = ?, estimate = ? where seq = ?",
                wish.attempt,
                wish.model,
                estimate,
                cost.seq);
    }

    /** Notes that more was taken than was said. @return whether it is new */
    static boolean mismatch(Transaction tx, Cost cost) {
        return tx.update("update upstream_cost set mismatch = true where seq = ? and mismatch = false", cost.seq) == 1;
    }

    private static Cost cost(Row row) {
        return new Cost(
                row.number("seq"),
                row.text("job_id"),
                row.text("backend"),
                row.text("model"),
                row.text("currency"),
                row.number("estimate"),
                row.number("reserved"),
                row.number("spent"),
                row.text("state"),
                row.text("budget_day"),
                row.text("budget_month"),
                (int) row.number("parts_left"));
    }
}
