package org.mutoscope.revenue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.revenue.Payouts.Payout;
import org.mutoscope.core.revenue.Payouts.State;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table of payouts. Each change of state is conditional, so that of two who would make it one does. */
final class PayoutTable {
    private static final String READ =
            "select idem_key, seq, run, holder_id, asset, amount, withheld, provider, destination, state, provider_ref,"
                    + " reason, made_at, sent_at, back_at from payout";

    private PayoutTable() {}

    /** A payout to be made. */
    record Fresh(String id, String run, String holder, String currency, String provider, String destination) {}

    static String newId() {
        return "po" + UUID.randomUUID().toString().replace("-", "");
    }

    /** @throws org.mutoscope.core.storage.DuplicateKey if another of this holder and currency is in doubt */
    static void insert(Transaction tx, Fresh fresh, long minor, long withheld) {
        tx.update(
                "insert into payout (id, holder_id, asset, amount, provider, idem_key, state, run, destination, withheld, open_for, made_at)"
                        + " values (?, ?, ?, ?, ?, ?, 'PLANNED', ?, ?, ?, ?, ?)",
                UUID.randomUUID(),
                fresh.holder(),
                fresh.currency(),
                minor,
                fresh.provider(),
                fresh.id(),
                fresh.run(),
                fresh.destination(),
                withheld,
                fresh.holder() + " " + fresh.currency(),
                tx.now());
    }

    static Optional<Payout> find(Transaction tx, String id) {
        return tx.first(READ + " where idem_key = ?", PayoutTable::payout, id);
    }

    static Payout get(Transaction tx, String id) {
        return find(tx, id).orElseThrow(() -> new Problem(Code.PAYOUT_NOT_FOUND, "There is no payout " + id + "."));
    }

    /** The whole destination; never shown. */
    static String destination(Transaction tx, String id) {
        return tx.first("select destination from payout where idem_key = ?", row -> row.text("destination"), id)
                .orElse("");
    }

    static List<Payout> list(Transaction tx, Optional<String> holder, long before, int limit) {
        String rest = " seq < ? order by seq desc fetch first ? rows only";
        return holder.isPresent()
                ? tx.query(READ + " where holder_id = ? and" + rest, PayoutTable::payout, holder.get(), before, limit)
                : tx.query(READ + " where" + rest, PayoutTable::payout, before, limit);
    }

    static List<Payout> ofRun(Transaction tx, String run) {
        return tx.query(READ + " where run = ? order by seq", PayoutTable::payout, run);
    }

    static List<Payout> planned(Transaction tx, int limit) {
        return tx.query(
                READ + " where state = 'PLANNED' order by provider, run, seq fetch first ? rows only",
                PayoutTable::payout,
                limit);
    }

    /** Those to be asked for now. */
    static List<Payout> due(Transaction tx, int limit) {
        return tx.query(
                READ
                        + " where state in ('UNKNOWN', 'SENT') and next_look <= ? order by next_look fetch first ? rows only",
                PayoutTable::payout,
                tx.now(),
                limit);
    }

    /** Takes one for sending. @return false if another did */
    static boolean take(Transaction tx, String id) {
        return tx.update(
                        "update payout set state = 'SENT', sent_at = ?, next_look = null, provider_ref = null where idem_key = ? and state = 'PLANNED'",
                        tx.now(),
                        id)
                == 1;
    }

    /** What was handed over when the platform stopped: nobody noted what the provider said. */
    static int doubt(Transaction tx) {
        return tx.update(
                "update payout set state = 'UNKNOWN', reason = 'the platform stopped while it was sent', next_look = ?"
                        + " where state = 'SENT' and provider_ref is null",
                tx.now());
    }

    /** @return false if it is not to be said of it any more */
    static boolean sent(Transaction tx, String id, String reference, boolean arrived) {
        return tx.update(
                        "update payout set state = ?, provider_ref = ?, reason = null, open_for = null, next_look = ?"
                                + " where idem_key = ? and state in ('SENT', 'UNKNOWN')",
                        arrived ? "PAID" : "SENT",
                        reference,
                        arrived ? null : tx.now().plusSeconds(6 * 3600),
                        id)
                == 1;
    }

    /** Not known now; asked again after a while that doubles, six hours at most. */
    static void unknown(Transaction tx, String id, String reason, int looks) {
        long wait = Math.min(6 * 3600L, 60L << Math.min(looks, 9));
        // One with a reference is at the provider for certain: only the question goes on.
        tx.update(
                "update payout set state = case when provider_ref is null then 'UNKNOWN' else state end, reason = ?, looks = ?, next_look = ?"
                        + " where idem_key = ? and state in ('SENT', 'UNKNOWN')",
                reason.length() > 500 ? reason.substring(0, 500) : reason,
                looks + 1,
                tx.now().plusSeconds(wait),
                id);
    }

    static int looks(Transaction tx, String id) {
        return tx.first("select looks from payout where idem_key = ?", row -> (int) row.number("looks"), id)
                .orElse(0);
    }

    /** To be sent again with its own key: the provider has surely nothing of it. */
    static boolean again(Transaction tx, String id, Instant sentBefore) {
        return tx.update(
                        "update payout set state = 'PLANNED', reason = 'the provider has nothing of it: it is sent again with its key', next_look = null"
                                + " where idem_key = ? and state = 'UNKNOWN' and sent_at <= ?",
                        id,
                        sentBefore)
                == 1;
    }

    static boolean back(Transaction tx, String id, State state, String reason) {
        return tx.update(
                        "update payout set state = ?, reason = ?, back_at = ?, open_for = null, next_look = null"
                                + " where idem_key = ? and state in ('SENT', 'UNKNOWN', 'PAID')",
                        state.name(),
                        reason.length() > 500 ? reason.substring(0, 500) : reason,
                        tx.now(),
                        id)
                == 1;
    }

    static void soon(Transaction tx, String id) {
        tx.update("update payout set next_look = ? where idem_key = ? and state in ('SENT', 'UNKNOWN')", tx.now(), id);
    }

    private static Payout payout(Row row) {
        return new Payout(
                row.text("idem_key"),
                row.number("seq"),
                row.text("run"),
                row.text("holder_id"),
                row.text("asset"),
                row.number("amount"),
                row.number("withheld"),
                row.text("provider"),
                DestinationTable.hint(row.text("destination")),
                State.valueOf(row.text("state")),
                row.text("provider_ref"),
                row.text("reason"),
                row.moment("made_at"),
                row.moment("sent_at"),
                row.moment("back_at"));
    }
}
