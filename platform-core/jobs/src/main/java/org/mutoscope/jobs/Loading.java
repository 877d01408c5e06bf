package org.mutoscope.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.jobs.Comeback.Bond;

/** Fills the queue in memory from the database, with one query that reads no prompt. */
final class Loading {
    private Loading() {}

    private record Found(Queued job, Comeback comeback) {}

    static int fill(Desk desk, FairQueue queue, Returns returns) {
        List<Found> found = desk.storage()
                .read(tx -> tx.query(
                        "select j.id, j.account_id, j.model, j.task, j.size, j.seconds, j.state, s.not_before, s.ticket, s.backend, j.plan, j.credits_held"
                                + " from job j join job_step s on s.job_id = j.id and s.n = 1"
                                + " where j.state in ('QUEUED', 'WAITING', 'IN_DOUBT') and s.state = 'READY' order by j.seq",
                        row -> read(row, queue.order(), tx)));
        found.forEach(f -> returns.add(f.job, f.comeback));
        return found.size();
    }

    private static Found read(Row row, long order, Transaction tx) {
        Need need = new Need(
                row.text("model").intern(),
                row.text("task").intern(),
                FrameSize.parse(row.text("size")),
                (int) row.number("seconds"),
                null);
        Instant notBefore = row.moment("not_before");
        boolean waiting = row.text("state").equals("WAITING"); // whatever it waited for may be here in this process
        Duration rest = notBefore == null || waiting ? Duration.ZERO : Duration.between(tx.now(), notBefore);
        Bond bond = row.text("ticket") == null
                ? Bond.NONE
                : row.text("state").equals("IN_DOUBT") ? Bond.STRICT : Bond.PATIENT;
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
