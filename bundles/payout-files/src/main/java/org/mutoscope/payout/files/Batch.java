package org.mutoscope.payout.files;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;

/**
 * What one file pays. It never changes once it is in the book.
 *
 * @param name of the file and of the message in it, at most 35 characters
 * @param at when it was made
 */
record Batch(String name, Instant at, List<Line> lines) {
    /**
     * One payment.
     *
     * @param end the bank's end-to-end id, at most 35 characters
     * @param key the host's
     * @param destination as the holder registered it
     * @param minor in minor units
     */
    record Line(String end, String key, String destination, long minor, String currency) {
        /** The amount as people write it, with as many decimals as the currency has. */
        BigDecimal amount() {
            return BigDecimal.valueOf(minor, Currency.getInstance(currency).getDefaultFractionDigits());
        }

        /** Whether it pays the same to the same. */
        boolean same(Line other) {
            return destination.equals(other.destination) && minor == other.minor && currency.equals(other.currency);
        }
    }

    List<Line> in(String currency) {
        return lines.stream().filter(line -> line.currency().equals(currency)).toList();
    }

    List<String> currencies() {
        return lines.stream().map(Line::currency).distinct().sorted().toList();
    }

    static BigDecimal sum(List<Line> lines) {
        return lines.stream().map(Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
