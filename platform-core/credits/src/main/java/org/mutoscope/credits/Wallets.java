package org.mutoscope.credits;

import java.util.List;
import java.util.Optional;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** Reads, locks, makes and writes wallets. Whoever changes lots or holds of an account has locked its wallet first. */
final class Wallets {
    private static final String COLUMNS =
            "select id, owner_id, purpose, posted, held, version, frozen from ledger_account where owner_kind = 'USER'";
    private static final String OF_OWNER = COLUMNS + " and owner_id = ? and asset = ? order by id";
    private static final String OF_JOB = COLUMNS
            + " and owner_id = (select a.owner_id from credit_hold h join ledger_account a on a.id = h.account_id where h.job_id = ?)"
            + " and asset = ? order by id";
    private static final String INSERT =
            "insert into ledger_account (owner_kind, owner_id, purpose, asset, floor_amt) values ('USER', ?, ?, ?, ?)";
    private static final String SAVE_CREDIT =
            "update ledger_account set posted = ?, held = ?, version = ? where id = ?";
    private static final String SAVE_DEBT = "update ledger_account set posted = ?, version = ? where id = ?";

    /** Locks an account's wallet, making it at first use. */
    Wallet lock(Transaction tx, String accountId, Env env) {
        Optional<Wallet> found = read(tx, OF_OWNER + " for update", accountId, env);
        if (found.isPresent()) {
            return found.get();
        }
        requireAccount(tx, accountId);
        try {
            tx.update(INSERT, accountId, "credit", env.asset(), 0L);
            tx.update(INSERT, accountId, "debt", env.asset(), null);
        } catch (DuplicateKey madeByAnother) {
            // The other's rows are there now; the lock below waits for it if need be.
        }
        return read(tx, OF_OWNER + " for update", accountId, env)
                .orElseThrow(() -> new IllegalStateException("no ledger rows for " + accountId));
    }

    /** Locks the wallet that a job's hold is on; empty if the job has no hold. */
    Optional<Wallet> lockForJob(Transaction tx, String jobId) {
        return read(tx, OF_JOB + " for update", jobId, Env.PRODUCTION);
    }

    /** Reads without a lock; empty if the account exists and never had credits. */
    Optional<Wallet> peek(Transaction tx, String accountId, Env env) {
        Optional<Wallet> found = read(tx, OF_OWNER, accountId, env);
        if (found.isEmpty()) {
            requireAccount(tx, accountId);
        }
        return found;
    }

    void save(Transaction tx, Wallet wallet) {
        tx.update(SAVE_CREDIT, wallet.posted, wallet.held, wallet.version, wallet.creditId);
        if (wallet.debtMoved()) {
            tx.update(SAVE_DEBT, wallet.debtPosted(), wallet.debtVersion(), wallet.debtId);
        }
    }

    /**
     * Of an account that leaves, which makes no holds in any case, what it will be if it stays after all.
     *
     * @return whether that has changed; empty for one that does not leave
     */
    Optional<Boolean> blockLeaver(Transaction tx, String accountId, boolean blocked) {
        Optional<Boolean> was = tx.first(
                "select blocked from account_leaving where account_id = ? and state <> 'DONE'",
                row -> row.flag("blocked"),
                accountId);
        was.ifPresent(
                before -> tx.update("update account_leaving set blocked = ? where account_id = ?", blocked, accountId));
        return was.map(before -> before != blocked);
    }

    boolean block(Transaction tx, Wallet wallet, boolean blocked) {
        return tx.update(
                        "update ledger_account set frozen = ? where id = ? and frozen <> ?",
                        blocked,
                        wallet.creditId,
                        blocked)
                == 1;
    }

    private static Optional<Wallet> read(Transaction tx, String sql, String by, Env env) {
        List<Wallet.Line> rows = tx.query(sql, Wallets::line, by, env.asset());
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Wallet(rows.get(0).owner(), env, only(rows, "credit"), only(rows, "debt")));
    }

    private static Wallet.Line only(List<Wallet.Line> rows, String purpose) {
        return rows.stream()
                .filter(row -> row.purpose().equals(purpose))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + purpose + " row beside " + rows));
    }

    private static Wallet.Line line(Row row) {
        return new Wallet.Line(
                row.number("id"),
                row.text("owner_id"),
                row.text("purpose"),
                row.number("posted"),
                row.number("held"),
                row.number("version"),
                row.flag("frozen"));
    }

    private static void requireAccount(Transaction tx, String accountId) {
        if (tx.query("select id from account where id = ?", row -> row.text("id"), accountId)
                .isEmpty()) {
            throw new Problem(Code.ACCOUNT_NOT_FOUND, "There is no account " + Words.shown(accountId) + ".");
        }
    }
}
