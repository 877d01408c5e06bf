package org.mutoscope.api.provenance;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * Something that is to be remembered for good and can be read by everybody: digests and random ids, never a name, an address or a prompt.
 *
 * @param type short name in snake_case, for example {@code clip}
 * @param subject random id of what it is about, may be empty
 * @param at when it happened; kept to the second
 * @param facts names in snake_case and values; together less than 60,000 bytes. {@code v}, {@code type}, {@code subject} and {@code time} are not names of facts
 */
public record HistoryEntry(String type, String subject, Instant at, Map<String, String> facts) {
    /** Copies the map. */
    public HistoryEntry {
        Objects.requireNonNull(type);
        Objects.requireNonNull(subject);
        Objects.requireNonNull(at);
        facts = Map.copyOf(facts);
    }
}
