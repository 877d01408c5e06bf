package org.mutoscope.pipeline;

import org.mutoscope.core.ledger.Prices;

/** The price of an order, fees included, and the terms it stands on. */
record Priced(Prices.Price price, Licensed licensed) {
    /** The price without the fees. A quote keeps that: fees are those of the licences that the order itself uses, not of what was quoted. */
    Prices.Price table() {
        return price.costing(Math.subtractExact(price.credits(), licensed.total()));
    }

    /** A price without fees, and the fees of these terms. */
    Prices.Price withFees(Prices.Price table) {
        return table.costing(Math.addExact(table.credits(), licensed.total()));
    }

    /** A quote as the asker sees it: with the fees of these terms. */
    Prices.Quote withFees(Prices.Quote kept) {
        return new Prices.Quote(kept.id(), withFees(kept.price()), kept.expiresAt());
    }
}
