package org.mutoscope.credits;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;

/**
 * Licence fees on their way to holders: off the platform's account {@code fees}, onto the holder's, where they are on hold. Rows of holders are
 * never updated either: what a holder has is the sum of its postings.
 */
final class Fees {
    static final String FEES = "fees";

    private static final String FIND =
            "select id from ledger_account where owner_kind = 'HOLDER' and owner_id = ? and purpose = 'fees-on-hold' and asset = ?";
    private static final String INSERT =
            "insert into ledger_account (owner_kind, owner_id, purpose, asset) values ('HOLDER', ?, 'fees-on-hold', ?)";
    private static final String INSERT_TX =
            "insert into ledger_tx (id, idem_key, request_hash, kind, cause, occurred_at, booked_at) values (?, ?, ?, 'FEE', ?, ?, ?)";
    private static final String INSERT_LINE =
            "insert into posting (tx_id, line, account_id, asset, amount) values (?, ?, ?, ?, ?)";
    private static final String SUM =
            "select coalesce(sum(p.amount), 0) n from posting p join ledger_account a on a.id = p.account_id"
                    + " where a.owner_kind = 'HOLDER' and a.owner_id = ? and a.purpose = 'fees-on-hold'";

    private final Tables tables;

    Fees(Tables tables) {
        this.tables = tables;
    }

    void book(Transaction tx, String jobId, String grantId, Ledger.Fee fee) {
        Amounts.require(fee.credits(), "fee");
        String key = "fee|" + jobId + "|" + grantId;
        Keys.require(key, 160, "key");
        if (tx.first("select id from ledger_tx where idem_key = ?", row -> true, key)
                .isPresent()) {
            return;
        }
        Env env = Env.PRODUCTION;
        UUID id = Booking.orderedId(tx.now());
        String hash = Words.hash(jobId, grantId, fee.holder(), fee.credits());
        tx.update(INSERT_TX, id, key, hash, jobId, tx.now(), tx.now());
        tx.update(INSERT_LINE, id, 1, account(tx, env, fee.holder()), env.asset(), fee.credits());
        tx.update(INSERT_LINE, id, 2, tables.platform.id(tx, env, FEES), env.asset(), -fee.credits());
    }

    long onHold(Transaction tx, String holder) {
        return tx.first(SUM, row -> row.number("n"), holder).orElse(0L);
    }

    private static long account(Transaction tx, Env env, String holder) {
        Optional<Long> found = find(tx, env, holder);
        if (found.isPresent()) {
            return found.get();
        }
        try {
            return tx.insert("id", INSERT, holder, env.asset());
        } catch (DuplicateKey madeByAnother) {
            return find(tx, env, holder).orElseThrow();
        }
    }

    private static Optional<Long> find(Transaction tx, Env env, String holder) {
        List<Long> found = tx.query(FIND, row -> row.number("id"), holder, env.asset());
        return found.stream().findFirst();
    }
}
