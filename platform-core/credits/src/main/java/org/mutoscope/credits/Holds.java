package org.mutoscope.credits;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The tables of holds and of the lots they are on. */
final class Holds {
    private static final String FROM = " from credit_hold h join ledger_account a on a.id = h.account_id ";
    private static final String FIND = "select " + HoldRow.COLUMNS + FROM + "where h.job_id = ?";
    private static final String WITH_LOTS =
            "select " + HoldRow.COLUMNS + ", hl.amount part, hl.captured part_captured, "
                    + LotRow.COLUMNS + FROM
                    + "join hold_lot hl on hl.hold_id = h.id join credit_lot l on l.id = hl.lot_id"
                    + " where h.job_id = ? order by l.spend_rank, l.expires_at nulls last, l.id";
    private static final String INSERT =
            "insert into credit_hold (id, account_id, job_id, amount, asked, state, price_version, created_at,"
                    + " release_after) values (?, ?, ?, ?, ?, 'HELD', ?, ?, ?)";
    private static final String INSERT_PART =
            "insert into hold_lot (hold_id, lot_id, amount, captured) values (?, ?, ?, ?)";
    private static final String END =
            "update credit_hold set state = ?, captured = ?, reason = ?, ended_at = ? where id = ?";
    private static final String CAPTURE_ALL = "update hold_lot set captured = amount where hold_id = ?";
    private static final String CAPTURE_PART = "update hold_lot set captured = ? where hold_id = ? and lot_id = ?";
    private static final String OVERDUE =
            "select job_id from credit_hold where state = 'HELD' and release_after <= ? order by release_after, job_id limit ?";
    private static final String EXTEND = "update credit_hold set release_after = ? where job_id = ? and state = 'HELD'";

    /** What is held, and how long before it is asked after. */
    record Due(long amount, Duration releaseAfter) {}

    Optional<HoldRow> find(Transaction tx, String jobId) {
        return tx.first(FIND, HoldRow::new, jobId);
    }

    Optional<HoldRow> withLots(Transaction tx, String jobId) {
        List<HoldRow> rows = tx.query(WITH_LOTS, Holds::holdWithPart, jobId);
        rows.stream().skip(1).forEach(row -> rows.get(0).parts.addAll(row.parts));
        return rows.stream().findFirst();
    }

    /** @throws org.mutoscope.core.storage.DuplicateKey if the job has a hold; nothing is changed then */
    UUID insert(Transaction tx, Wallet wallet, Ledger.HoldRequest request, Due due) {
        UUID id = Booking.orderedId(tx.now());
        tx.update(
                INSERT,
                id,
                wallet.creditId,
                request.jobId(),
                due.amount,
                due.amount == request.amount() ? null : request.amount(),
                request.priceVersion(),
                tx.now(),
                tx.now().plus(due.releaseAfter));
        return id;
    }

    void insertParts(Transaction tx, UUID hold, List<HoldRow.Part> parts) {
        for (HoldRow.Part part : parts) {
            tx.update(INSERT_PART, hold, part.lot().id, part.amount(), part.captured());
        }
    }

    void deleteParts(Transaction tx, UUID hold) {
        tx.update("delete from hold_lot where hold_id = ?", hold);
    }

    /** Writes how a hold ended. */
    void end(Transaction tx, HoldRow hold, long captured, String reason) {
        String state = reason == null ? HoldRow.CAPTURED : HoldRow.RELEASED;
        tx.update(END, state, captured, reason, tx.now(), hold.id);
    }

    /** Writes what was captured of each lot. */
    void captureParts(Transaction tx, HoldRow hold, List<HoldRow.Part> parts) {
        if (parts.stream().allMatch(part -> part.captured() == part.amount())) {
            tx.update(CAPTURE_ALL, hold.id);
            return;
        }
        for (HoldRow.Part part : parts) {
            if (part.captured() > 0) {
                tx.update(CAPTURE_PART, part.captured(), hold.id, part.lot().id);
            }
        }
    }

    List<String> overdue(Transaction tx, int limit) {
        return tx.query(OVERDUE, row -> row.text("job_id"), tx.now(), limit);
    }

    void extend(Transaction tx, String jobId, Duration releaseAfter) {
        tx.update(EXTEND, tx.now().plus(releaseAfter), jobId);
    }

    private static HoldRow holdWithPart(Row row) {
        HoldRow hold = new HoldRow(row);
        hold.parts.add(new HoldRow.Part(new LotRow(row), row.number("part"), row.number("part_captured")));
        return hold;
    }
}
