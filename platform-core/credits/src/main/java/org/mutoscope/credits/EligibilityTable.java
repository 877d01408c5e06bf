package org.mutoscope.credits;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.plans.EligibilityAnswer;
import org.mutoscope.api.plans.EligibilityState;
import org.mutoscope.core.ledger.Eligibilities.Eligibility;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table {@code eligibility}. */
final class EligibilityTable {
    private static final String SELECT =
            "select account_id, kind, provider, reference, state, valid_until, message, updated_at from eligibility ";

    private EligibilityTable() {}

    /** Whether an account is verified for a kind at this moment; nothing is asked for the empty kind. */
    static boolean verified(Transaction tx, String accountId, String kind) {
        return kind.isEmpty()
                || find(tx, accountId, kind)
                        .filter(row -> row.state() == EligibilityState.VERIFIED)
                        .isPresent();
    }

    static Optional<Eligibility> find(Transaction tx, String accountId, String kind) {
        return tx.first(SELECT + "where account_id = ? and kind = ?", row -> read(row, tx.now()), accountId, kind);
    }

    static List<Eligibility> of(Transaction tx, String accountId) {
        return tx.query(SELECT + "where account_id = ? order by kind", row -> read(row, tx.now()), accountId);
    }

    /** A verification whose time is over counts as none. */
    private static Eligibility read(Row row, Instant now) {
        EligibilityState state = EligibilityState.valueOf(row.text("state"));
        Instant until = row.moment("valid_until");
        boolean over = state == EligibilityState.VERIFIED && !until.isAfter(now);
        return new Eligibility(
                row.text("account_id"),
                row.text("kind"),
                row.text("provider"),
                over ? EligibilityState.NONE : state,
                until,
                row.text("message"),
                row.moment("updated_at"));
    }

    /** A case that the provider is to be asked after again. */
    record Open(String accountId, String kind, String provider, String reference) {}

    static List<Open> open(Transaction tx, int limit) {
        return tx.query(
                "select account_id, kind, provider, reference from eligibility where state in ('PENDING', 'UNKNOWN')"
                        + " and ask_again_at <= ? order by ask_again_at limit ?",
                row -> new Open(row.text("account_id"), row.text("kind"), row.text("provider"), row.text("reference")),
                tx.now(),
                limit);
    }

    /** Writes what was said; a verification that stands is only replaced by another one. @param askAgain when to ask again, or null */
    static void put(Transaction tx, Open about, EligibilityAnswer answer, Instant askAgain) {
        boolean stands = verified(tx, about.accountId, about.kind) && answer.state() != EligibilityState.VERIFIED;
        if (!stands) {
            replace(tx, about, answer, askAgain);
        }
    }

    /** Writes what was said, whatever stood there. */
    static void replace(Transaction tx, Open about, EligibilityAnswer answer, Instant askAgain) {
        boolean open = answer.state() == EligibilityState.PENDING || answer.state() == EligibilityState.UNKNOWN;
        Object[] values = {
            about.provider,
            answer.reference(),
            answer.state().name(),
            answer.validUntil().orElse(null),
            answer.message(),
            tx.now(),
            open ? askAgain : null,
            about.accountId,
            about.kind
        };
        int there = tx.update(
                "update eligibility set provider = ?, reference = ?, state = ?, valid_until = ?, message = ?, updated_at = ?,"
                        + " ask_again_at = ? where account_id = ? and kind = ?",
                values);
        if (there == 0) {
            tx.update(
                    "insert into eligibility (provider, reference, state, valid_until, message, updated_at, ask_again_at,"
                            + " account_id, kind) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    values);
        }
    }
}
