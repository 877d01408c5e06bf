package org.mutoscope.api.licensing;

import java.util.Map;

/**
 * An agreed licence.
 *
 * @param id id of the grant
 * @param subject id of the registered subject
 * @param terms what was agreed, names and values of the licence profile
 */
public record LicenceGrant(String id, String subject, Map<String, String> terms) {
    /** Copies the map. */
    public LicenceGrant {
        terms = Map.copyOf(terms);
    }
}
