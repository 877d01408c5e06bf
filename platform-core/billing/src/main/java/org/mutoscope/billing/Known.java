package org.mutoscope.billing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table of every provider that was ever installed, and how far its store's history was read. */
final class Known {
    private static final String COLUMNS = "provider, read_to, failed_at, full_at, missed, note";
    private static final String FIND = "select " + COLUMNS + " from billing_provider where provider = ?";
    private static final String ALL = "select " + COLUMNS + " from billing_provider order by provider";
    private static final String INSERT = "insert into billing_provider (provider, first_seen) values (?, ?)";
    private static final String READ =
            "update billing_provider set read_to = ?, full_at = coalesce(?, full_at), missed = missed + ?, failed_at = null, note = null"
                    + " where provider = ?";
    private static final String FAILED = "update billing_provider set failed_at = ?, note = ? where provider = ?";

    /** A provider. */
    record Mark(String provider, Instant readTo, Instant failedAt, Instant fullAt, long missed, String note) {
        Mark(Row row) {
            this(
                    row.text("provider"),
                    row.moment("read_to"),
                    row.moment("failed_at"),
                    row.moment("full_at"),
                    row.number("missed"),
                    row.text("note"));
        }
    }

    Optional<Mark> find(Transaction tx, String provider) {
        return tx.first(FIND, Mark::new, provider);
    }

    List<Mark> all(Transaction tx) {
        return tx.query(ALL, Mark::new);
    }

    void remember(Transaction tx, String provider) {
        if (find(tx, provider).isEmpty()) {
            try {
                tx.update(INSERT, provider, tx.now());
            } catch (DuplicateKey atTheSameMoment) {
                return; // known
            }
        }
    }

    /** @param fullAt when all of the history was read; null if only the newest part was */
    void read(Transaction tx, String provider, Instant to, Instant fullAt, long missed) {
        tx.update(READ, to, fullAt, missed, provider);
    }

    void failed(Transaction tx, String provider, String why) {
        tx.update(FAILED, tx.now(), Texts.cut(why, 500), provider);
    }
}
