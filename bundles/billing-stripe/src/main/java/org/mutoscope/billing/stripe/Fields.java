package org.mutoscope.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/** Fields of Stripe's objects; what makes no sense is {@link StoreSilent}, never a guess. */
final class Fields {
    private static final int MOST_PIECES = 999_999;
    /** Stripe counts these in hundredths, though they have none (Stripe: Currencies, Special cases). */
    private static final Set<String> NO_HUNDREDTHS = Set.of("ISK", "UGX");

    private Fields() {}

    /** @param prefix a pattern */
    static String id(JsonNode id, String prefix) {
        if (!id.asText().matches(prefix + "[A-Za-z0-9_.-]{1,90}")) {
            throw new StoreSilent("Stripe names a payment or product in a way that makes no sense");
        }
        return id.asText();
    }

    static long whole(JsonNode number) {
        if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0) {
            throw new StoreSilent("Stripe names an amount or quantity that is no whole number");
        }
        return number.asLong();
    }

    static int quantity(JsonNode line) {
        long quantity = whole(line.path("quantity"));
        if (quantity < 1 || quantity > MOST_PIECES) {
            throw new StoreSilent("Stripe names a quantity that is not from 1 to " + MOST_PIECES);
        }
        return (int) quantity;
    }

    static Instant moment(JsonNode seconds) {
        long since = whole(seconds);
        if (since == 0 || since > 253_402_300_799L) { // the year 9999
            throw new StoreSilent("Stripe names a moment that makes no sense");
        }
        return Instant.ofEpochSecond(since);
    }

    /** The product of a line, expanded or not. */
    static String product(JsonNode line) {
        JsonNode product = line.path("price").path("product");
        return id(product.isObject() ? product.path("id") : product, "");
    }

    static String currency(JsonNode object) {
        String currency = object.path("currency").asText().toUpperCase(Locale.ROOT);
        if (!currency.matches("[A-Z]{3}")) {
            throw new StoreSilent("Stripe names no currency");
        }
        return currency;
    }

    /** In minor units as ISO 4217 has them. */
    static long minor(JsonNode amount, String currency) {
        long total = whole(amount);
        return NO_HUNDREDTHS.contains(currency) ? total / 100 : total;
    }
}
