package org.mutoscope.pipeline;

import org.mutoscope.core.ledger.Prices;

/** The price of an order, fees included, and the terms it stands on. */
record Priced(Prices.Price price, Licensed licensed) {}
