package org.mutoscope.pipeline;

import org.mutoscope.core.ledger.Prices;
import org.mutoscope.core.storage.UnitOfWork;

/** What a clip costs: the price of the table and the fees of the licences, as one sum that is held and, if all goes well, captured. */
final class Tariff {
    private final Prices prices;
    private final UnitOfWork storage;

    Tariff(Prices prices, UnitOfWork storage) {
        this.prices = prices;
        this.storage = storage;
    }

    Priced price(Order order, Licensed licensed) {
        Prices.Price table = prices.price(order.model(), order.seconds(), order.size());
        long sum = Math.addExact(table.credits(), licensed.total());
        return new Priced(
                new Prices.Price(table.model(), table.seconds(), table.size(), sum, table.version()), licensed);
    }

    Prices.Quote quote(Order order, Priced priced) {
        return storage.write(tx -> prices.quote(tx, order.accountId(), priced.price()));
    }
}
