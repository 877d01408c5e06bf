package org.mutoscope.credits;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.mutoscope.core.storage.Transaction;

/** One ledger transaction in the making: lines are gathered, proved to sum to zero, and written. */
final class Booking {
    private static final String INSERT_TX =
            "insert into ledger_tx (id, idem_key, request_hash, kind, cause, occurred_at, booked_at)"
                    + " values (?, ?, ?, ?, ?, ?, ?)";
    private static final String INSERT_LINE =
            "insert into posting (tx_id, line, account_id, asset, amount, account_version, balance_after, lot_id)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?)";

    private final Wallet wallet;
    private final List<Line> lines = new ArrayList<>();
    private final Map<String, Long> platform = new LinkedHashMap<>();

    Booking(Wallet wallet) {
        this.wallet = wallet;
    }

    /** Moves credits of a lot into (or, negative, out of) the user's account, against one of the platform's. */
    Booking credit(LotRow lot, long amount, String against) {
        creditOnly(lot, amount);
        platform(against, -amount);
        return this;
    }

    /** Makes debt grow (negative) or shrink, against one of the platform's accounts. */
    Booking debt(long amount, String against) {
        debtOnly(amount);
        platform(against, -amount);
        return this;
    }

    /** Pays debt with credits of a lot. */
    Booking repay(LotRow lot, long amount) {
        creditOnly(lot, -amount);
        debtOnly(amount);
        return this;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Writes the transaction; nothing if no line was gathered. The wallet is written by whoever holds it. */
    void write(Transaction tx, PlatformAccounts accounts, Head head) {
        if (lines.isEmpty()) {
            return;
        }
        platform.forEach((purpose, amount) -> {
            if (amount != 0) {
                lines.add(new Line(accounts.id(tx, wallet.env, purpose), amount, null, null, null));
            }
        });
        requireZero();
        UUID id = orderedId(tx.now());
        tx.update(INSERT_TX, id, head.key, head.hash, head.kind, head.cause, head.occurredAt, tx.now());
        int n = 0;
        for (Line line : lines) {
            n++;
            tx.update(
                    INSERT_LINE,
                    id,
                    n,
                    line.account,
                    wallet.env.asset(),
                    line.amount,
                    line.version,
                    line.after,
                    line.lot);
        }
    }

    private void creditOnly(LotRow lot, long amount) {
        if (amount != 0) {
            wallet.moveCredit(amount);
            lines.add(new Line(wallet.creditId, amount, wallet.version, wallet.posted, lot.id));
        }
    }

    private void debtOnly(long amount) {
        if (amount != 0) {
            wallet.moveDebt(amount);
            lines.add(new Line(wallet.debtId, amount, wallet.debtVersion(), wallet.debtPosted(), null));
        }
    }

    private void platform(String purpose, long amount) {
        platform.merge(purpose, amount, Math::addExact);
    }

    private void requireZero() {
        long sum = 0;
        for (Line line : lines) {
            sum = Math.addExact(sum, line.amount);
        }
        if (sum != 0) {
            throw new IllegalStateException("a ledger transaction must sum to zero, this one sums to " + sum);
        }
    }

    /** Random ids scatter over the whole index; these grow with time (the shape of a version 7 UUID), so inserts stay at its end. */
    static UUID orderedId(Instant now) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = now.toEpochMilli() << 16 | 0x7000L | random.nextLong(0x1000L);
        return new UUID(high, 0x8000_0000_0000_0000L | random.nextLong() >>> 2);
    }

    private record Line(long account, long amount, Long version, Long after, Long lot) {}

    /**
     * What a ledger transaction is called.
     *
     * @param key unique for ever, at most 160 characters
     * @param kind GRANT, FREE, PURCHASE, CAPTURE, RELEASE, EXPIRE, REVOKE or RESTORE
     * @param cause job, grant key or purchase that it came from
     * @param occurredAt when it happened, by whoever vouches for it; when it was booked is kept beside it
     */
    record Head(String key, String hash, String kind, String cause, Instant occurredAt) {}
}
