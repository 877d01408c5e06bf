package org.mutoscope.credits;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/**
 * What an account could spend at one moment. While it owes, lots that money was paid for rest: the next purchase repays.
 *
 * @param open open lots in the order of spending
 * @param next the free lot that the next hold opens, if one is due
 */
record Purse(Wallet wallet, List<LotRow> open, Optional<Lots.NewLot> next, FreeAllowance rule) {
    /** Lots that may be taken from. */
    List<LotRow> usable() {
        return wallet.debt() == 0
                ? open
                : open.stream().filter(lot -> !lot.paid()).toList();
    }

    /** The lots in the order of spending, the one that would be opened among them. */
    List<LotRow> candidates() {
        List<LotRow> lots = new ArrayList<>();
        next.ifPresent(lot -> lots.add(new LotRow(0, lot.source(), lot.credits(), lot.expiresAt(), lot.expiresAt())));
        lots.addAll(usable());
        return lots;
    }

    long available() {
        long sum = next.map(Lots.NewLot::credits).orElse(0L);
        for (LotRow lot : usable()) {
            sum = Math.addExact(sum, lot.free());
        }
        return sum;
    }

    /** When the open free lot ends; null if none is open. */
    Instant freeExpiresAt() {
        return FreeAllowance.openAmong(open).map(lot -> lot.expiresAt).orElse(null);
    }

    Ledger.Balance balance() {
        return new Ledger.Balance(wallet.accountId, available(), wallet.held, wallet.debt(), freeExpiresAt());
    }

    Problem insufficient(long needed) {
        StringBuilder text =
                new StringBuilder("This needs " + needed + " credits and " + available() + " are available.");
        if (wallet.debt() > 0) {
            text.append(" The account owes ")
                    .append(wallet.debt())
                    .append(
                            " credits that were refunded after they were spent; until a purchase repays them, paid lots rest.");
        }
        if (freeExpiresAt() != null && rule.credits() > 0) {
            text.append(" The next free lot opens at ").append(freeExpiresAt()).append('.');
        }
        return new Problem(Code.INSUFFICIENT_QUOTA, text.toString());
    }
}
