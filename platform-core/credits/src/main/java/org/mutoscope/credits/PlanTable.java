package org.mutoscope.credits;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The tables {@code account_plan} and {@code plan_period}. No row means free. */
final class PlanTable {
    private static final String SELECT =
            "select account_id, plan, since, anchor, periods, until_at, renews, cause from account_plan ";
    private static final String INSERT =
            "insert into account_plan (account_id, plan, since, anchor, periods, until_at, renews, cause)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String SAVE =
            "update account_plan set plan = ?, since = ?, anchor = ?, periods = ?, until_at = ?,"
                    + " renews = ?, cause = ? where account_id = ?";

    private PlanTable() {}

    /**
     * An account's row.
     *
     * @param anchor begin of the first period: months are counted from it, so that a plan of the 31st ends on the last day of shorter months and
     *     on the 31st again after them
     * @param periods months that have passed, for plans that the house renews
     */
    record Entry(
            String accountId,
            String plan,
            Instant since,
            Instant anchor,
            int periods,
            Instant until,
            boolean renews,
            String cause) {
        Entry(Row row) {
            this(
                    row.text("account_id"),
                    row.text("plan"),
                    row.moment("since"),
                    row.moment("anchor"),
                    (int) row.number("periods"),
                    row.moment("until_at"),
                    row.flag("renews"),
                    row.text("cause"));
        }

        /** Whether the account is on it: a month that is over and waits for its renewal still counts. */
        boolean holds(Instant now) {
            return renews || until.isAfter(now);
        }

        Entry until(Instant later) {
            return new Entry(accountId, plan, since, anchor, periods, later, renews, cause);
        }

        /** The period that a moment lies in, counted in calendar months of UTC from the anchor. */
        Entry at(Instant now) {
            int n = periods;
            Instant end = until;
            while (!end.isAfter(now)) {
                n++;
                end = monthsAfter(anchor, n + 1);
            }
            return new Entry(accountId, plan, since, anchor, n, end, true, cause);
        }
    }

    static Instant monthsAfter(Instant anchor, int months) {
        return anchor.atZone(ZoneOffset.UTC).plusMonths(months).toInstant();
    }

    static Optional<Entry> find(Transaction tx, String accountId) {
        return tx.first(SELECT + "where account_id = ?", Entry::new, accountId);
    }

    /** Reads the row to change it: nobody else changes it until the transaction ends. */
    static Optional<Entry> lock(Transaction tx, String accountId) {
        return tx.first(SELECT + "where account_id = ? for update", Entry::new, accountId);
    }

    static List<String> due(Transaction tx, int limit) {
        return tx.query(
                "select account_id from account_plan where renews = true and until_at <= ? order by until_at limit ?",
                row -> row.text("account_id"),
                tx.now(),
                limit);
    }

    static void put(Transaction tx, Entry entry) {
        int there = tx.update(
                SAVE,
                entry.plan,
                entry.since,
                entry.anchor,
                entry.periods,
                entry.until,
                entry.renews,
                entry.cause,
                entry.accountId);
        if (there == 0) {
            tx.update(
                    INSERT,
                    entry.accountId,
                    entry.plan,
                    entry.since,
                    entry.anchor,
                    entry.periods,
                    entry.until,
                    entry.renews,
                    entry.cause);
        }
    }

    static void remove(Transaction tx, String accountId) {
        tx.update("delete from account_plan where account_id = ?", accountId);
    }

    /** Notes that a cause opens a period. @return false if it did before */
    static boolean open(Transaction tx, String accountId, String cause, String plan) {
        try {
            tx.update(
                    "insert into plan_period (account_id, cause, plan, at) values (?, ?, ?, ?)",
                    accountId,
                    cause,
                    plan,
                    tx.now());
            return true;
        } catch (DuplicateKey before) {
            return false;
        }
    }

    static void opened(Transaction tx, String accountId, String cause, long lotId) {
        tx.update("update plan_period set lot_id = ? where account_id = ? and cause = ?", lotId, accountId, cause);
    }

    /** The lot that a cause opened, if it opened one, and how much of it was taken back. */
    static Optional<Opened> opened(Transaction tx, String accountId, String cause) {
        return tx
                .query(
                        "select lot_id, revoked_milli from plan_period where account_id = ? and cause = ? and lot_id is not null",
                        row -> new Opened(row.number("lot_id"), (int) row.number("revoked_milli")),
                        accountId,
                        cause)
                .stream()
                .findFirst();
    }

    static void revoked(Transaction tx, String accountId, String cause, int per100000) {
        tx.update(
                "update plan_period set revoked_milli = ? where account_id = ? and cause = ?",
                per100000,
                accountId,
                cause);
    }

    /** @param revoked 0 to 100,000 */
    record Opened(long lotId, int revoked) {}
}
