package org.mutoscope.credits;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.storage.Transaction;

/**
 * The rule of the free lot: so many credits, opened by the first hold that finds none open, over after so long.
 *
 * @param credits size of the next lot, 0 for none; lots that are open never shrink
 * @param life how long a lot stays open
 */
record FreeAllowance(long credits, Duration life) {
    FreeAllowance {
        if (credits < 0 || credits > Amounts.MAX || life.isNegative() || life.isZero()) {
            throw new IllegalArgumentException("a free lot has 0 to " + Amounts.MAX + " credits and a life above zero");
        }
    }

    /** Names the rule in the lot's reference. */
    String version(long size) {
        return "free-" + size + "-" + life.toSeconds() + "s";
    }

    private static boolean apart(LotRow last, Transaction tx, Tables tables) {
        return !last.createdAt.plus(tables.daily().apart()).isAfter(tx.now());
    }

    /** The open free lot among these. */
    static Optional<LotRow> openAmong(List<LotRow> open) {
        return open.stream().filter(lot -> lot.source == Source.FREE_DAILY).findFirst();
    }

    /**
     * The lot that the next hold would open; empty if one is open or the rule gives none. A lot that the sweeper ended still
     * counts until its time, should the clock step back.
     */
    Optional<Lots.NewLot> next(Transaction tx, Wallet wallet, Tables tables) {
        long size = tables.daily().credits(tx, wallet.accountId, this);
        if (size == 0 || size > Amounts.MAX - wallet.posted) {
            return Optional.empty();
        }
        Optional<LotRow> last = tables.lots.lastFree(tx, wallet);
        if (last.isPresent() && !(last.get().over(tx.now()) && apart(last.get(), tx, tables))) {
            return Optional.empty();
        }
        // Named after its forerunner: two lots after the same one cannot be, whatever else goes wrong.
        String ref = wallet.accountId + "|after:" + last.map(lot -> lot.id).orElse(0L) + "|" + version(size);
        Instant end = tables.daily().end(tx, wallet.accountId, this);
        return Optional.of(new Lots.NewLot(Source.FREE_DAILY, ref, size, end, null, null));
    }
}
