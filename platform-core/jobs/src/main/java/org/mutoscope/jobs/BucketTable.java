package org.mutoscope.jobs;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;

/** The table {@code upstream_bucket}: what a backend has reserved and spent in a day and in a month. One statement looks and reserves, so that two jobs never share a dollar. */
final class BucketTable {
    private BucketTable() {}

    /** Sums of one period. */
    record Bucket(String backend, String period, long reserved, long spent) {}

    static String day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC).toString();
    }

    static String month(Instant now) {
        return day(now).substring(0, 7);
    }

    static Bucket find(Transaction tx, String backend, String period) {
        return tx.first(
                        "select backend, period, reserved, spent from upstream_bucket where backend = ? and period = ?",
                        BucketTable::bucket,
                        backend,
                        period)
                .orElse(new Bucket(backend, period, 0, 0));
    }

    static List<Bucket> of(Transaction tx, String day, String month) {
        return tx.query(
                "select backend, period, reserved, spent from upstream_bucket where period in (?, ?) order by backend, period",
                BucketTable::bucket,
                day,
                month);
    }

    /** Reserves if it stays within the limit. @param limit micros, negative for none */
    static boolean reserve(Transaction tx, String backend, String period, long micros, long limit) {
        String sql = "update upstream_bucket set reserved = reserved + ? where backend = ? and period = ?"
                + " and spent + reserved <= ?";
        long most = limit < 0 ? Long.MAX_VALUE : limit - micros;
        if (tx.update(sql, micros, backend, period, most) == 1) {
            return true;
        }
        open(tx, backend, period);
        return tx.update(sql, micros, backend, period, most) == 1; // it was not there, or is full
    }

    private static void open(Transaction tx, String backend, String period) {
        if (tx.first(
                        "select period from upstream_bucket where backend = ? and period = ?",
                        row -> true,
                        backend,
                        period)
                .isEmpty()) {
            try {
                tx.update("insert into upstream_bucket (backend, period) values (?, ?)", backend, period);
            } catch (DuplicateKey e) {
                return; // another opened it in the same moment
            }
        }
    }

    /** Changes the sums, whatever the limit: what is spent is spent. */
    static void book(Transaction tx, String backend, String period, long reserved, long spent) {
        if (reserved == 0 && spent == 0) {
            return;
        }
        open(tx, backend, period);
        tx.update(
                "update upstream_bucket set reserved = reserved + ?, spent = spent + ? where backend = ? and period = ?",
                reserved,
                spent,
                backend,
                period);
    }

    /** Notes that the limit of a period was met. @return whether it is new */
    static boolean tell(Transaction tx, String backend, String period) {
        open(tx, backend, period);
        return tx.update(
                        "update upstream_bucket set told = true where backend = ? and period = ? and told = false",
                        backend,
                        period)
                == 1;
    }

    private static Bucket bucket(org.mutoscope.core.storage.Row row) {
        return new Bucket(row.text("backend"), row.text("period"), row.number("reserved"), row.number("spent"));
    }
}
