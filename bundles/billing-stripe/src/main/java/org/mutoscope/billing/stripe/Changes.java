package org.mutoscope.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Changes of a subscription's plan inside a period. Only the invoice that begins the new period tells of one: besides its own line it has one of
 * a negative amount, the credit for the unused time of the old period. Without that credit nothing was given back, and nothing is taken back.
 *
 * @param invoices all of one subscription
 */
record Changes(List<JsonNode> invoices) {
    private static final int ALL = 100_000;

    /** The lines that are periods of their own. */
    static List<JsonNode> own(JsonNode invoice) {
        return lines(invoice)
                .filter(line -> !line.path("proration").asBoolean())
                .toList();
    }

    private static Stream<JsonNode> lines(JsonNode invoice) {
        return StreamSupport.stream(invoice.path("lines").path("data").spliterator(), false);
    }

    /** When the changes began their periods, in order. */
    private Stream<Instant> all() {
        return invoices.stream()
                .filter(invoice -> invoice.path("status").asText().equals("paid")
                        && invoice.path("amount_paid").asLong() > 0 // else it opens no period either
                        && own(invoice).size() == 1
                        && lines(invoice).anyMatch(Changes::credit))
                .map(invoice -> Fields.moment(own(invoice).get(0).path("period").path("start")))
                .sorted(Comparator.naturalOrder());
    }

    private static boolean credit(JsonNode line) {
        return line.path("proration").asBoolean() && line.path("amount").asLong() < 0;
    }

    /** Whether one began its period then. */
    boolean begun(Instant at) {
        return all().anyMatch(at::equals);
    }

    /** How much of a period's time a change left unused, of 100,000, rounded down. */
    int unused(Instant from, Instant until) {
        long whole = Duration.between(from, until).toSeconds();
        long left = all().filter(at -> at.isAfter(from) && at.isBefore(until))
                .findFirst()
                .map(at -> Duration.between(at, until).toSeconds())
                .orElse(0L);
        return Math.toIntExact(Math.multiplyExact(left, ALL) / whole);
    }
}
