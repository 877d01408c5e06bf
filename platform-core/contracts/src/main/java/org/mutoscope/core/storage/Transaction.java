package org.mutoscope.core.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An open transaction, valid while its work runs, on that thread alone. Statements are SQL that H2 (regular mode) and PostgreSQL 15 both
 * take, with {@code ?} for values. Values are {@code String, Long, Integer, Boolean, Instant, UUID} or null.
 */
@ProviderType
public interface Transaction {
    /** The moment this transaction counts as its own, to the microsecond. */
    Instant now();

    /**
     * Changes rows.
     *
     * @return number of rows changed
     * @throws DuplicateKey if a unique key is taken; the transaction goes on as if the statement had not been made
     */
    int update(String sql, Object... values);

    /** Inserts one row and gives back the generated {@code id} or {@code seq} named. Same faults as {@link #update}. */
    long insert(String key, String sql, Object... values);

    /** Reads rows. */
    <R> List<R> query(String sql, Reader<R> reader, Object... values);

    /** Reads the first row, if there is one. */
    default <R> Optional<R> first(String sql, Reader<R> reader, Object... values) {
        return query(sql, reader, values).stream().findFirst();
    }

    /** Runs after the work has become durable, on no particular thread; not at all if it does not. For waking others, never for state. */
    void afterCommit(Runnable action);

    /** Makes something of a row. */
    @FunctionalInterface
    interface Reader<R> {
        /** Reads one row. */
        R read(Row row);
    }
}
