package org.mutoscope.credits;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;

/** The lot table. */
final class Lots {
    private static final String SELECT = "select " + LotRow.COLUMNS + " from credit_lot l ";
    private static final String SPEND_ORDER = " order by l.spend_rank, l.expires_at nulls last, l.id";
    private static final String OPEN = SELECT
            + "where l.account_id = ? and l.expired = false and (l.expires_at is null or l.expires_at > ?)"
            + " and (l.remaining > l.held + l.frozen or l.source = 'FREE_DAILY')" + SPEND_ORDER;
    private static final String ALL = SELECT + "where l.account_id = ?" + SPEND_ORDER;
    private static final String LISTED = SELECT
            + "where l.account_id = ? and l.remaining > 0 and l.expired = false and (l.expires_at is null or l.expires_at > ?)"
            + SPEND_ORDER;
    private static final String DUE =
            SELECT + "where l.account_id = ? and l.expired = false and l.expires_at <= ? order by l.id limit ?";
    private static final String BY_REF = SELECT + "where l.env = ? and l.source = ? and l.source_ref = ?";
    private static final String LAST_FREE = SELECT
            + "where l.account_id = ? and l.spend_rank = ? and l.source = 'FREE_DAILY' order by l.id desc limit 1";
    private static final String INSERT =
            "insert into credit_lot (account_id, env, source, source_ref, spend_rank, granted, remaining,"
                    + " created_at, expires_at, paid_minor, paid_currency) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String SAVE =
            "update credit_lot set remaining = ?, held = ?, frozen = ?, suspended = ?, revoked = ?, revoke_due = ?, expired = ?"
                    + " where id = ?";

    private static final String LOCK =
            "update credit_lot set lock_standard = ? where id = ? and (lock_standard is null or lock_standard > ?)";

    /** Promises a price for the standard clip from this lot; a promise that is better already stays. */
    void lock(Transaction tx, long id, long standard) {
        boolean there = !tx.query("select id from credit_lot where id = ?", row -> row.number("id"), id)
                .isEmpty();
        if (!there) {
            throw new Problem(Code.LEDGER_CONFLICT, "There is no lot " + id + " whose price could be locked.");
        }
        tx.update(LOCK, standard, id, standard);
    }

    /** Lots that a hold may take from, in the order of spending; an open free lot is among them even when it is empty. */
    List<LotRow> open(Transaction tx, Wallet wallet) {
        return new ArrayList<>(tx.query(OPEN, LotRow::new, wallet.creditId, tx.now()));
    }

    List<LotRow> listed(Transaction tx, Wallet wallet, boolean all) {
        return all
                ? tx.query(ALL, LotRow::new, wallet.creditId)
                : tx.query(LISTED, LotRow::new, wallet.creditId, tx.now());
    }

    /** Lots of one account whose time is over and that have not been expired. */
    List<LotRow> due(Transaction tx, Wallet wallet, int limit) {
        return tx.query(DUE, LotRow::new, wallet.creditId, tx.now(), limit);
    }

    Optional<LotRow> byRef(Transaction tx, Env env, Source source, String ref) {
        return tx.first(BY_REF, LotRow::new, env.word(), source.name(), ref);
    }

    LotRow byId(Transaction tx, long id) {
        return tx.first(SELECT + "where l.id = ?", LotRow::new, id)
                .orElseThrow(() -> new IllegalStateException("no lot " + id));
    }

    /** The free lot opened last, whatever became of it. */
    Optional<LotRow> lastFree(Transaction tx, Wallet wallet) {
        return tx.first(LAST_FREE, LotRow::new, wallet.creditId, Source.FREE_DAILY.rank());
    }

    LotRow insert(Transaction tx, Wallet wallet, NewLot lot) {
        Source source = lot.source;
        Instant now = tx.now();
        long id = tx.insert(
                "id",
                INSERT,
                wallet.creditId,
                wallet.env.word(),
                source.name(),
                lot.ref,
                source.rank(),
                lot.credits,
                lot.credits,
                now,
                lot.expiresAt,
                lot.paidMinor,
                lot.paidCurrency);
        return new LotRow(id, source, lot.credits, now, lot.expiresAt);
    }

    void save(Transaction tx, LotRow lot) {
        tx.update(
                SAVE,
                lot.remaining,
                lot.held,
                lot.frozen(),
                lot.suspended,
                lot.revoked,
                lot.revokeDue,
                lot.expired,
                lot.id);
    }

    /** A lot to be. @param ref unique in its environment and source @param paidMinor price paid for all of it, or null */
    record NewLot(Source source, String ref, long credits, Instant expiresAt, Long paidMinor, String paidCurrency) {}
}
