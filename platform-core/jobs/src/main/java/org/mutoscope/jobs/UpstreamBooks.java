package org.mutoscope.jobs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.core.jobs.Upstream;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;

/** Reads what was spent at services, and what it earned. */
final class UpstreamBooks implements Upstream {
    private final Desk desk;
    private final BackendPool pool;
    private final Breakers breakers;

    UpstreamBooks(Desk desk, BackendPool pool, Breakers breakers) {
        this.desk = desk;
        this.pool = pool;
        this.breakers = breakers;
    }

    @Override
    public List<Budget> budgets() {
        Map<String, Allowance> allowances = new TreeMap<>();
        pool.read(seat -> seat.capabilities != null, seat -> seat)
                .forEach(seat -> allowances.putIfAbsent(seat.offered.id(), Allowance.of(seat.capabilities)));
        allowances.values().removeIf(allowance -> !allowance.limited());
        return desk.storage().read(tx -> {
            String day = BucketTable.day(tx.now());
            List<Budget> budgets = new ArrayList<>();
            Map<String, BucketTable.Bucket> buckets = new LinkedHashMap<>();
            BucketTable.of(tx, day, day.substring(0, 7)).forEach(b -> {
                buckets.put(b.backend() + b.period(), b);
                allowances.putIfAbsent(b.backend(), pool.allowance(b.backend()));
            });
            allowances.forEach((backend, allowance) -> {
                for (String period : List.of(day, day.substring(0, 7))) {
                    BucketTable.Bucket sums =
                            buckets.getOrDefault(backend + period, new BucketTable.Bucket(backend, period, 0, 0));
                    budgets.add(new Budget(backend, period, allowance.of(period), sums.spent(), sums.reserved()));
                }
            });
            return budgets;
        });
    }

    @Override
    public List<Margin> margins(String month) {
        if (!month.matches("[0-9]{4}-(0[1-9]|1[0-2])")) {
            throw new Problem(
                    Code.INVALID_REQUEST,
                    "month has the form 2026-11, not " + Text.cut(month, 20) + ".",
                    "month",
                    null);
        }
        long worth = desk.config().credit_micros();
        // The credits of a job count once, with the row that made the clip; other rows of it are what was paid for
        // nothing, or for something on the way. Where the clip itself cost nothing they count with the last of those.
        return desk.storage()
                .read(tx -> tx.query(
                        "select u.backend, u.model, count(distinct coalesce(u.job_id, cast(u.seq as varchar(64)))) as jobs,"
                                + " coalesce(sum(case when u.seq = (select coalesce(max(case when l.model = j.model then l.seq end), max(l.seq)) from upstream_cost l where l.job_id = u.job_id and l.state = 'SETTLED')"
                                + " and j.state = 'COMPLETED' and u.state = 'SETTLED' then j.credits_captured else 0 end), 0) as credits,"
                                + " coalesce(sum(case when u.state = 'SETTLED' then u.spent else 0 end), 0) as spent,"
                                + " coalesce(sum(u.reserved), 0) as open from upstream_cost u left join job j on j.id = u.job_id"
                                + " where u.budget_month = ? and u.currency = ? group by u.backend, u.model order by u.backend, u.model",
                        row -> new Margin(
                                row.text("backend"),
                                row.text("model"),
                                row.number("jobs"),
                                row.number("credits"),
                                Math.multiplyExact(row.number("credits"), worth),
                                row.number("spent"),
                                row.number("open")),
                        month,
                        UpstreamCost.USD));
    }

    @Override
    public List<Stop> stops() {
        return desk.storage().read(UpstreamBooks::stops);
    }

    private static List<Stop> stops(Transaction tx) {
        return tx.query(
                "select backend, model, reason, at from upstream_stop order by backend, model",
                row -> new Stop(row.text("backend"), row.text("model"), row.text("reason"), row.moment("at")));
    }

    /** Brings back the stops of an earlier process. */
    void recall(Transaction tx) {
        desk.spending().recall(tx);
        stops(tx).forEach(stop -> breakers.stop(stop.backend(), stop.model()));
    }

    @Override
    public boolean reopen(String backend, String model) {
        boolean was = desk.storage()
                        .write(tx ->
                                tx.update("delete from upstream_stop where backend = ? and model = ?", backend, model))
                == 1;
        breakers.reopen(backend, model);
        return was;
    }

    @Override
    public void paid(Transaction tx, String service, String what, UpstreamCost cost) {
        desk.spending().paid(tx, new CostTable.Wish(null, 0, service, what, cost));
    }

    @Override
    public List<String> verify(Transaction tx) {
        List<String> wrong = new ArrayList<>();
        Map<String, long[]> sums = new TreeMap<>();
        for (String period : List.of("budget_day", "budget_month")) {
            tx.query(
                            "select backend, " + period + " as period, sum(reserved) as reserved,"
                                    + " sum(case when state = 'SETTLED' then spent else 0 end) as spent from upstream_cost"
                                    + " where currency = ? group by backend, " + period,
                            row -> new BucketTable.Bucket(
                                    row.text("backend"),
                                    row.text("period"),
                                    row.number("reserved"),
                                    row.number("spent")),
                            UpstreamCost.USD)
                    .forEach(b -> sums.put(b.backend() + " in " + b.period(), new long[] {b.reserved(), b.spent()}));
        }
        tx.query(
                        "select backend, period, reserved, spent from upstream_bucket",
                        row -> new BucketTable.Bucket(
                                row.text("backend"), row.text("period"), row.number("reserved"), row.number("spent")))
                .forEach(b -> compare(b, sums.remove(b.backend() + " in " + b.period()), wrong));
        sums.forEach((name, sum) -> {
            if (sum[0] != 0 || sum[1] != 0) {
                wrong.add("upstream money of " + name + " has rows and no sum");
            }
        });
        tx.query(
                        "select u.job_id from upstream_cost u join job j on j.id = u.job_id"
                                + " where u.state = 'RESERVED' and j.state in ('COMPLETED', 'FAILED', 'CANCELLED')",
                        row -> row.text("job_id"))
                .forEach(id -> wrong.add("upstream money is reserved for " + id + ", which has ended"));
        return wrong;
    }

    private static void compare(BucketTable.Bucket bucket, long[] rows, List<String> wrong) {
        long reserved = rows == null ? 0 : rows[0];
        long spent = rows == null ? 0 : rows[1];
        if (bucket.reserved() != reserved || bucket.spent() != spent) {
            wrong.add("upstream money of " + bucket.backend() + " in " + bucket.period() + ": " + bucket.reserved()
                    + " micros reserved and " + bucket.spent() + " spent, its rows say " + reserved + " and " + spent);
        }
    }
}
