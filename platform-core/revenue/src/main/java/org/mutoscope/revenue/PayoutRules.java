package org.mutoscope.revenue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The settings of payouts, found sound.
 *
 * @param thresholds least amount by currency, in minor units; {@code *} for all others
 * @param withholding millionths by account; {@code *} for all others
 */
record PayoutRules(
        Map<String, Long> thresholds,
        Map<String, Long> withholding,
        Duration destination,
        Duration patience,
        Duration call,
        int batch) {
    private static final long WHOLE = 1_000_000;
    private static final String ALL = "*";

    /** @throws IllegalArgumentException that names the key */
    static PayoutRules of(PayoutsConfig config) {
        Map<String, Long> withholding = map("withholding.of", "[A-Za-z0-9_-]{1,40}", config.withholding_of());
        withholding.put(ALL, (long) config.withholding_ppm());
        if (withholding.values().stream().anyMatch(ppm -> ppm > 900_000)) {
            throw new IllegalArgumentException(
                    PayoutsConfig.PID + ": withholding.ppm and withholding.of are at most 900000 millionths");
        }
        return new PayoutRules(
                map("threshold.minor", "[A-Z]{3}|\\*", config.threshold_minor()),
                withholding,
                Duration.ofHours(config.destination_hours()),
                Duration.ofMinutes(config.patience_minutes()),
                Duration.ofSeconds(config.call_seconds()),
                config.batch_size());
    }

    private static Map<String, Long> map(String key, String name, String... entries) {
        Map<String, Long> map = new HashMap<>();
        for (String entry : entries) {
            if (!entry.strip().matches("(" + name + "):[0-9]{1,15}")) {
                throw new IllegalArgumentException(
                        PayoutsConfig.PID + ": " + key + " has \"" + entry + "\", which is not NAME:NUMBER");
            }
            String[] sides = entry.strip().split(":", 2);
            map.put(sides[0], Long.parseLong(sides[1]));
        }
        return map;
    }

    long threshold(String currency) {
        return Math.max(1, thresholds.getOrDefault(currency, thresholds.getOrDefault(ALL, 1L)));
    }

    /** What is kept back of an amount, in the same unit, rounded down. */
    long withheld(String holder, long minor) {
        return Math.multiplyExact(minor, withholding.getOrDefault(holder, withholding.get(ALL))) / WHOLE;
    }
}
