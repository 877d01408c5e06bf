package org.mutoscope.api.provenance;

import java.util.Map;
import java.util.Objects;

/**
 * What a step did, kept with the job.
 *
 * @param kind short name, for example {@code c2pa}
 * @param facts names and values, at most 50, each value at most 4,000 characters
 */
public record Evidence(String kind, Map<String, String> facts) {
    /** Copies the map. */
    public Evidence {
        Objects.requireNonNull(kind);
        facts = Map.copyOf(facts);
    }
}
