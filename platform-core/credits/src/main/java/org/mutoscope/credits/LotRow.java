package org.mutoscope.credits;

import java.time.Instant;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.storage.Row;

/** A lot as a command works on it, under the lock of its wallet; {@link Lots#save} writes it. */
final class LotRow {
    static final String COLUMNS =
            "l.id, l.source, l.granted, l.remaining, l.held, l.suspended, l.revoked, l.revoke_due, l.created_at,"
                    + " l.expires_at, l.expired, l.lock_standard";

    final long id;
    final Source source;
    final long granted;
    final Instant createdAt;
    final Instant expiresAt;
    /** Most credits that the standard clip may cost from this lot; null for no such promise. */
    final Long lock;

    /** Whether a store is deciding about a refund: what is not held is frozen. */
    boolean suspended;

    long remaining;
    long held;
    /** Taken back by refunds, from this lot or as debt. */
    long revoked;
    /** Still to be taken back, from credits that are held now. */
    long revokeDue;

    boolean expired;

    LotRow(Row row) {
        id = row.number("id");
        source = Source.valueOf(row.text("source"));
        granted = row.number("granted");
        remaining = row.number("remaining");
        held = row.number("held");
        suspended = row.flag("suspended");
        revoked = row.number("revoked");
        revokeDue = row.number("revoke_due");
        createdAt = row.moment("created_at");
        expiresAt = row.moment("expires_at");
        expired = row.flag("expired");
        lock = row.numberOrNull("lock_standard");
    }

    /** A lot that was just opened. */
    LotRow(long id, Source source, long granted, Instant createdAt, Instant expiresAt) {
        this.id = id;
        this.source = source;
        this.granted = granted;
        this.remaining = granted;
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
        this.lock = null;
    }

    /** What a new hold may take. */
    long free() {
        return remaining - held - frozen();
    }

    /** What no hold may take though it is at rest. */
    long frozen() {
        return suspended ? remaining - held : 0;
    }

    /** Whether money was paid for it. */
    boolean paid() {
        return source == Source.PURCHASE || source == Source.PLAN;
    }

    /** Whether its time is over, whether or not the sweeper has been by. */
    boolean over(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }

    /**
     * Whether nothing may come to rest in it any more. The mark counts beside the time: a transaction that waited for the lock goes by the
     * time at which it began, and the sweeper that it waited for may have gone by a later one.
     */
    boolean closed(Instant now) {
        return expired || over(now);
    }

    Ledger.Lot view() {
        return new Ledger.Lot(id, source, granted, remaining, held, expiresAt, createdAt);
    }
}
