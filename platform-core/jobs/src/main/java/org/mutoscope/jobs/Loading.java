package org.mutoscope.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.jobs.Candidate;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.jobs.Comeback.Bond;

/** Fills the queue in memory from the database, with one query that reads no prompt. */
final class Loading {
    private Loading() {}

    private record Found(Queued job, Comeback comeback) {}

    private static final String READ =
            "select j.id, j.account_id, j.model, coalesce(j.part_task, j.task) as task, j.size,"
                    + " coalesce(j.part_seconds, j.seconds) as seconds, j.state, s.not_before, s.ticket, s.backend, j.plan, j.credits_held, j.route,"
                    + " case when s.ticket is null then 0 else"
                    + " (select count(*) from upstream_cost u where u.job_id = j.id and u.backend = s.backend"
                    + " and u.parts_left = coalesce(j.parts_left, 0)) end as metered"
                    + " from job j join job_step s on s.job_id = j.id and s.n = 1"
                    + " where j.state in ('QUEUED', 'WAITING', 'IN_DOUBT') and s.state = 'READY'";

    static int fill(Desk desk, FairQueue queue, Returns returns) {
        List<Found> found =
                desk.storage().read(tx -> tx.query(READ + " order by j.seq", row -> read(row, queue.order(), tx)));
        found.forEach(f -> returns.add(f.job, f.comeback));
        return found.size();
    }

    /** Takes one job up again. */
    static void again(Desk desk, FairQueue queue, Returns returns, String jobId) {
        desk.storage()
                .read(tx -> tx.first(READ + " and j.id = ?", row -> read(row, queue.order(), tx), jobId))
                .ifPresent(f -> returns.add(f.job, f.comeback));
    }

    private static Found read(Row row, long order, Transaction tx) {
        String model = row.text("model").intern();
        String route = row.text("route");
        Need need = new Need(
                route == null ? List.of(Candidate.of(model)) : Candidate.list(route),
                row.text("task").intern(),
                FrameSize.parse(row.text("size")),
                (int) row.number("seconds"),
                row.text("ticket") == null ? Need.Ties.NONE : new Need.Ties(null, model, Set.of()));
        Instant notBefore = row.moment("not_before");
        boolean waiting = row.text("state").equals("WAITING"); // whatever it waited for may be here in this process
        Duration rest = notBefore == null || waiting ? Duration.ZERO : Duration.between(tx.now(), notBefore);
        Bond bond = row.text("ticket") == null
                ? Bond.NONE
                : row.text("state").equals("IN_DOUBT") || row.number("metered") > 0 ? Bond.STRICT : Bond.PATIENT;
        return new Found(
                new Queued(
                        row.text("id"),
                        row.text("account_id").intern(),
                        need,
                        order,
                        new Queued.Line(row.text("plan").intern(), row.number("credits_held"))),
                new Comeback(rest, row.text("backend"), bond, waiting));
    }
}
