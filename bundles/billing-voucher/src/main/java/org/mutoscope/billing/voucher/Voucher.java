package org.mutoscope.billing.voucher;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What a code says: {@code PRODUCT-NUMBER-YYYYMMDD}. This text is the id of the purchase; with its seal behind it, it is the code.
 *
 * @param product 1 to 40 lower-case letters, digits and dots
 * @param number 1 to 10^12 - 1, told apart by nothing but this
 * @param lastDay last day, in UTC, on which it can be redeemed
 */
record Voucher(String product, long number, LocalDate lastDay) {
    static final String PRODUCT = "[a-z0-9.]{1,40}";
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final int PARTS = 3;

    /** @throws IllegalArgumentException if a value is out of range */
    Voucher {
        if (!product.matches(PRODUCT) || number < 1 || number >= 1_000_000_000_000L) {
            throw new IllegalArgumentException(
                    "a product has 1 to 40 small letters, digits and dots, a number at most 12 digits");
        }
        if (lastDay.getYear() < 2000 || lastDay.getYear() > 9999) {
            throw new IllegalArgumentException("the last day is in the years 2000 to 9999");
        }
    }

    /** Reads an id. @return empty unless it is written in the one way in which {@link #id} writes it */
    static Optional<Voucher> of(String id) {
        String[] parts = id.split("-", -1);
        if (parts.length != PARTS || !parts[1].matches("[1-9][0-9]{0,11}") || !parts[2].matches("[0-9]{8}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Voucher(parts[0], Long.parseLong(parts[1]), LocalDate.parse(parts[2], DAY)));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String id() {
        return product + "-" + number + "-" + lastDay.format(DAY);
    }

    /** Whether it is too late to redeem it. */
    boolean over(Instant now) {
        return !now.isBefore(lastDay.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
