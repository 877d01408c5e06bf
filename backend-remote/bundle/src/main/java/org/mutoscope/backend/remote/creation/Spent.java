package org.mutoscope.backend.remote.creation;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.Optional;
import org.mutoscope.api.backend.UpstreamCost;

/**
 * What one request cost: a fixed part, and parts by the tokens that the answer says it took. Integers only.
 *
 * @param once micros of a request that was answered
 * @param input micros of a million tokens in
 * @param output micros of a million tokens out
 */
public record Spent(long once, long input, long output) {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    /** The cost of an answer, rounded up. @param before micros of earlier requests for the same thing */
    Optional<UpstreamCost> cost(JsonNode usage, long before) {
        long micros = micros(usage) + before;
        return micros == 0 ? Optional.empty() : Optional.of(UpstreamCost.usd(micros));
    }

    /** Micros of one answer; {@code prompt_tokens} and {@code completion_tokens}, or {@code input_tokens} and {@code output_tokens}. */
    long micros(JsonNode usage) {
        long in = tokens(usage, "prompt_tokens", "input_tokens");
        long out = tokens(usage, "completion_tokens", "output_tokens");
        BigInteger parts = BigInteger.valueOf(in)
                .multiply(BigInteger.valueOf(input))
                .add(BigInteger.valueOf(out).multiply(BigInteger.valueOf(output)));
        return once
                + parts.add(MILLION).subtract(BigInteger.ONE).divide(MILLION).longValue();
    }

    private static long tokens(JsonNode usage, String name, String other) {
        JsonNode found = usage.has(name) ? usage.path(name) : usage.path(other);
        return Math.max(0, Math.min(found.asLong(), 100_000_000));
    }
}
