package org.mutoscope.credits;

import java.util.List;
import java.util.Optional;
import org.mutoscope.core.ledger.Quota;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table {@code quota_change}: every change with its reason, the newest is in force. */
final class QuotaTable {
    private static final String SELECT =
            "select seq, at, clips, demand, reason, ceiling, wait_millis, offered_clips, paid_clips, free_accounts from quota_change ";
    private static final String INSERT =
            "insert into quota_change (at, clips, demand, reason, ceiling, wait_millis, offered_clips, paid_clips, free_accounts)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private QuotaTable() {}

    static Optional<Quota.Change> newest(Transaction tx) {
        return tx.first(SELECT + "order by seq desc limit 1", QuotaTable::read);
    }

    static List<Quota.Change> before(Transaction tx, long seq, int limit) {
        return tx.query(SELECT + "where seq < ? order by seq desc limit ?", QuotaTable::read, seq, limit);
    }

    static void insert(Transaction tx, Quota.Change change) {
        Quota.Numbers numbers = change.numbers();
        tx.update(
                INSERT,
                change.at(),
                change.clips(),
                change.demandPercent(),
                change.reason(),
                numbers == null ? null : numbers.ceiling(),
                numbers == null ? null : numbers.waitMillis(),
                numbers == null ? null : numbers.offeredClips(),
                numbers == null ? null : numbers.paidClips(),
                numbers == null ? null : numbers.freeAccounts());
    }

    private static Quota.Change read(Row row) {
        Quota.Numbers numbers = row.numberOrNull("ceiling") == null
                ? null
                : new Quota.Numbers(
                        (int) row.number("ceiling"),
                        row.number("wait_millis"),
                        row.number("offered_clips"),
                        row.number("paid_clips"),
                        row.number("free_accounts"));
        return new Quota.Change(
                row.number("seq"),
                row.moment("at"),
                (int) row.number("clips"),
                (int) row.number("demand"),
                row.text("reason"),
                numbers);
    }
}
