package org.mutoscope.revenue;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.mutoscope.core.ledger.Ledger.Spent;

/**
 * What spent credits are worth: paid money of their lot, net of store fee and tax, times credits, by all credits of the lot; rounded down once. Since an
 * amount in minor units times a part in millionths is an amount in micros, that is one division.
 */
final class Worth {
    private final Supplier<RevenueConfig> settings;

    Worth(Supplier<RevenueConfig> settings) {
        this.settings = settings;
    }

    /** Credits of one lot. @param credits at least 1 */
    record Piece(Spent lot, long credits) {}

    /** @param micros may be 0 @param budget whether the platform's budget pays @param rate as a fraction: micros by credits */
    record Value(String currency, long micros, boolean budget, String rate) {}

    /** The last credits of a capture in the order of spending: what was paid for goes last, so a fee is paid with paid credits as far as there are any. */
    static List<Piece> last(List<Spent> spent, long credits) {
        Deque<Piece> pieces = new ArrayDeque<>();
        long left = credits;
        for (int i = spent.size() - 1; i >= 0 && left > 0; i--) {
            long part = Math.min(left, spent.get(i).credits());
            pieces.addFirst(new Piece(spent.get(i), part));
            left -= part;
        }
        return List.copyOf(pieces);
    }

    /** @param credits of this lot */
    Value of(Spent lot, long credits) {
        RevenueConfig config = settings.get();
        if (lot.paidMinor() == 0) {
            long micros = Math.multiplyExact(config.free_credit_micros(), credits);
            return new Value(config.budget_currency(), micros, true, config.free_credit_micros() + "/1");
        }
        BigInteger net = BigInteger.valueOf(lot.paidMinor())
                .multiply(BigInteger.valueOf(new Nets(config.net_ppm()).of(lot.provider())));
        long micros = net.multiply(BigInteger.valueOf(credits))
                .divide(BigInteger.valueOf(lot.granted()))
                .longValueExact();
        return new Value(lot.currency(), micros, false, net + "/" + lot.granted());
    }
}
