package org.mutoscope.credits;

import java.util.ArrayList;
import java.util.List;
import org.mutoscope.core.ledger.Ledger;

/**
 * Divides what is asked for among lots, in their order. A lot whose lock is below the price of the standard clip gives {@code lock / standard}
 * for each credit of the price, rounded up once for its whole part; fees are given one to one. Exact: all in whole numbers.
 */
final class Allotment {
    final List<HoldRow.Part> parts = new ArrayList<>();
    private final long standard;
    private long price;
    private long fees;

    private Allotment(Ledger.HoldRequest request) {
        standard = request.standard();
        fees = request.fees();
        price = request.amount() - request.fees();
    }

    /** Divides without changing the lots. */
    static Allotment of(List<LotRow> lots, Ledger.HoldRequest request) {
        Allotment allotment = new Allotment(request);
        lots.forEach(allotment::from);
        return allotment;
    }

    /** Whether the lots suffice. */
    boolean covered() {
        return price == 0 && fees == 0;
    }

    /** Credits that it takes in all. */
    long amount() {
        return parts.stream().mapToLong(HoldRow.Part::amount).sum();
    }

    private void from(LotRow lot) {
        long free = lot.free();
        long forPrice = locked(lot) ? lowered(lot.lock, free) : plain(free);
        long forFees = Math.min(free - forPrice, fees);
        fees -= forFees;
        if (forPrice + forFees > 0) {
            parts.add(new HoldRow.Part(lot, forPrice + forFees, 0));
        }
    }

    private boolean locked(LotRow lot) {
        return lot.lock != null && lot.lock < standard && lot.free() > 0;
    }

    private long plain(long free) {
        long part = Math.max(0, Math.min(free, price));
        price -= part;
        return part;
    }

    private long lowered(long lock, long free) {
        long all = up(Math.multiplyExact(price, lock), standard);
        if (all <= free) {
            price = 0;
            return all;
        }
        price -= Math.multiplyExact(free, standard) / lock;
        return free;
    }

    private static long up(long top, long bottom) {
        return (top + bottom - 1) / bottom;
    }
}
