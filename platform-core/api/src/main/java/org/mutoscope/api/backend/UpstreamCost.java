package org.mutoscope.api.backend;

/**
 * What a service that a backend calls takes for a clip, from the operator; the creator pays in credits and never sees it.
 *
 * @param micros millionths of the currency, at least 0; never a floating-point number on the way here
 * @param currency ISO 4217, three capitals; budgets count {@link #USD} alone
 */
public record UpstreamCost(long micros, String currency) {
    /** US dollars. */
    public static final String USD = "USD";

    /** Checks. @throws IllegalArgumentException if the amount is negative or the currency has another form */
    public UpstreamCost {
        if (micros < 0 || !currency.matches("[A-Z]{3}")) {
            throw new IllegalArgumentException(
                    "a cost has 0 or more micros and a currency of three capitals: " + micros + " " + currency);
        }
    }

    /** An amount of millionths of a US dollar. */
    public static UpstreamCost usd(long micros) {
        return new UpstreamCost(micros, USD);
    }
}
