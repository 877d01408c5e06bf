package org.mutoscope.credits;

/**
 * A user's rows of the ledger, locked by the transaction at hand. Numbers move here first and are written once, by
 * {@link Wallets#save}: so a command costs one update of the hot row, however many lines it books.
 */
final class Wallet {
    final String accountId;
    final Env env;
    final long creditId;
    final long debtId;
    /** Whether it may make no new holds. */
    final boolean blocked;

    long posted;
    long held;
    long version;
    private long debtPosted;
    private long debtVersion;
    private boolean debtMoved;

    Wallet(String accountId, Env env, Line credit, Line debt) {
        this.accountId = accountId;
        this.env = env;
        this.creditId = credit.id;
        this.blocked = credit.frozen;
        this.posted = credit.posted;
        this.held = credit.held;
        this.version = credit.version;
        this.debtId = debt.id;
        this.debtPosted = debt.posted;
        this.debtVersion = debt.version;
    }

    /** Owed for credits that were spent and then refunded; not negative. The debt row itself counts below zero. */
    long debt() {
        return -debtPosted;
    }

    long debtPosted() {
        return debtPosted;
    }

    long debtVersion() {
        return debtVersion;
    }

    boolean debtMoved() {
        return debtMoved;
    }

    void moveCredit(long amount) {
        posted = Math.addExact(posted, amount);
        version++;
    }

    void moveDebt(long amount) {
        debtPosted = Math.addExact(debtPosted, amount);
        if (debtPosted > 0) {
            throw new IllegalStateException("more debt repaid than owed on " + accountId);
        }
        debtVersion++;
        debtMoved = true;
    }

    /** One row as it was read. */
    record Line(long id, String owner, String purpose, long posted, long held, long version, boolean frozen) {}
}
