package org.mutoscope.api.licensing;

import java.util.Map;

/**
 * A licence that can be had.
 *
 * @param id id of the offer
 * @param subject id of the registered subject
 * @param credits price of one use in credits, not negative
 * @param terms what is offered, names and values of the licence profile
 */
public record LicenceOffer(String id, String subject, long credits, Map<String, String> terms) {
    /** Copies the map. @throws IllegalArgumentException if the price is negative */
    public LicenceOffer {
        terms = Map.copyOf(terms);
        if (credits < 0) {
            throw new IllegalArgumentException("a licence costs 0 credits or more");
        }
    }
}
