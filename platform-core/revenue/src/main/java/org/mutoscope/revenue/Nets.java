package org.mutoscope.revenue;

import java.util.HashMap;
import java.util.Map;

/** What is left of a payment after store fee and tax, by billing provider, in millionths. */
final class Nets {
    private static final long WHOLE = 1_000_000;

    private final Map<String, Long> ppm = new HashMap<>();

    /** @throws IllegalArgumentException with a sentence for the operator */
    Nets(String... entries) {
        for (String entry : entries) {
            int colon = entry.lastIndexOf(':');
            String name = colon < 0 ? "" : entry.substring(0, colon).strip();
            String number = entry.substring(colon + 1).strip();
            if (name.isEmpty() || !number.matches("[0-9]{1,7}") || Long.parseLong(number) > WHOLE) {
                throw new IllegalArgumentException("net.ppm is a list of PROVIDER:MILLIONTHS, such as stripe:950000; \""
                        + entry + "\" is not one");
            }
            if (ppm.put(name, Long.valueOf(number)) != null) {
                throw new IllegalArgumentException("net.ppm names " + name + " twice");
            }
        }
    }

    long of(String provider) {
        Long named = provider == null ? null : ppm.get(provider);
        return named == null ? ppm.getOrDefault("*", WHOLE) : named;
    }
}
