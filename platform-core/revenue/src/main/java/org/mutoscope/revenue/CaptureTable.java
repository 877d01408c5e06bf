package org.mutoscope.revenue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.api.revenue.CaptureFacts;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table of clips and gifts that are to be shared. */
final class CaptureTable {
    private static final String READ =
            "select id, kind, job_id, account_id, credits, fees, at, state from revenue_capture c ";
    private static final String DUE =
            "where state = 'OPEN' and not exists (select 1 from revenue_suspense s where s.cause = c.id"
                    + " and s.next_try > ?) order by at, id fetch first ? rows only";

    private CaptureTable() {}

    /** @param id the job, or the gift @param kind as of {@link CaptureFacts} */
    record Capture(
            String id,
            String kind,
            String jobId,
            String accountId,
            long credits,
            List<LicenceFee> fees,
            Instant at,
            boolean shared) {
        /** What is set aside for holders: the fees of a clip, all of a gift. */
        long owed() {
            if (kind.equals(CaptureFacts.TIP)) {
                return credits;
            }
            return Math.min(
                    credits, fees.stream().mapToLong(LicenceFee::credits).reduce(0, Math::addExact));
        }
    }

    /** @return false if it is there */
    static boolean insert(Transaction tx, Capture capture, String key) {
        if (find(tx, capture.id).isPresent()) {
            return false;
        }
        tx.update(
                "insert into revenue_capture (id, kind, job_id, account_id, credits, fees, at, state, idem_key) values (?, ?, ?, ?, ?, ?, ?,"
                        + " 'OPEN', ?)",
                capture.id,
                capture.kind,
                capture.jobId,
                capture.accountId,
                capture.credits,
                capture.fees.stream()
                        .map(fee -> fee.credits() + " " + fee.holder() + " " + fee.grantId())
                        .collect(Collectors.joining("\n")),
                tx.now(),
                key);
        return true;
    }

    static Optional<Capture> find(Transaction tx, String id) {
        return tx.first(READ + "where id = ?", CaptureTable::read, id);
    }

    /** The gift that an account made with this key. */
    static Optional<Capture> made(Transaction tx, String accountId, String key) {
        return tx.first(READ + "where account_id = ? and idem_key = ?", CaptureTable::read, accountId, key);
    }

    static List<String> due(Transaction tx, int limit) {
        return tx.query(READ + DUE, row -> row.text("id"), tx.now(), limit);
    }

    /** @return false if somebody did it before */
    static boolean shared(Transaction tx, String id) {
        return tx.update("update revenue_capture set state = 'SHARED' where id = ? and state = 'OPEN'", id) == 1;
    }

    private static Capture read(Row row) {
        return new Capture(
                row.text("id"),
                row.text("kind"),
                row.text("job_id"),
                row.text("account_id"),
                row.number("credits"),
                fees(row.text("fees")),
                row.moment("at"),
                row.text("state").equals("SHARED"));
    }

    private static List<LicenceFee> fees(String lines) {
        return lines.lines()
                .map(line -> line.split(" ", 3))
                .map(parts -> new LicenceFee(parts[1], parts[2], Long.parseLong(parts[0])))
                .toList();
    }
}
