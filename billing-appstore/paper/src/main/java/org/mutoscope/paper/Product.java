package org.mutoscope.paper;

import java.time.Duration;
import java.util.Optional;

/**
 * Something the paper App Store sells.
 *
 * @param id product id
 * @param priceMilli price in thousandths of the currency's unit, as Apple counts: 4000 is $4.00
 * @param currency ISO 4217 code
 * @param period length of a paid period; empty for a consumable
 */
public record Product(String id, long priceMilli, String currency, Optional<Duration> period) {
    /** A consumable in US dollars. */
    public static Product pack(String id, long priceMilli) {
        return new Product(id, priceMilli, "USD", Optional.empty());
    }

    /** A subscription of 30 days in US dollars. */
    public static Product plan(String id, long priceMilli) {
        return new Product(id, priceMilli, "USD", Optional.of(Duration.ofDays(30)));
    }

    /** Apple's word for the kind. */
    String type() {
        return period.isPresent() ? "Auto-Renewable Subscription" : "Consumable";
    }
}
