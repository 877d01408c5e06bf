package org.mutoscope.billing.googleplay;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.Currency;

/**
 * A price.
 *
 * @param minor in minor units as ISO 4217 has them
 * @param currency ISO 4217 code
 */
record Price(long minor, String currency) {
    /** ISO 4217: no currency. */
    static final Price NONE = new Price(0, "XXX");

    /** Google's Money: whole units as text, and billionths. */
    static Price of(JsonNode money) {
        String currency = money.path("currencyCode").asText();
        String units = money.path("units").asText("0");
        if (!currency.matches("[A-Z]{3}") || !units.matches("[0-9]{1,12}")) {
            return NONE;
        }
        BigInteger billion = BigInteger.valueOf(1_000_000_000);
        BigInteger all =
                new BigInteger(units).multiply(billion).add(BigInteger.valueOf(Sales.whole(money.path("nanos"), 0)));
        return new Price(
                all.multiply(BigInteger.TEN.pow(digits(currency)))
                        .divide(billion)
                        .longValueExact(),
                currency);
    }

    private static int digits(String currency) {
        try {
            return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        } catch (IllegalArgumentException e) {
            return 2; // newer than this Java: most have two
        }
    }
}
