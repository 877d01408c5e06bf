package org.mutoscope.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;

/** Writes answers and holds the limits for reading. Answers are maps, lists, strings, whole numbers and booleans. */
final class Json {
    /** Deepest nesting that is read. */
    static final int MAX_DEPTH = 64;
    /** Longest text that is kept, in characters. */
    static final int MAX_TEXT = 262_144;

    static final String TYPE = "application/json";

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .maxNumberLength(100)
                    .maxNameLength(1_000)
                    .build())
            .disable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            // Names are the client's: keeping them for later requests would let a client fill the memory.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

    private Json() {}

    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written as JSON", e);
        }
    }

    static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written as JSON", e);
        }
    }

    /** Begins an object. */
    static JsonObject object(String name, Object value) {
        return new JsonObject().and(name, value);
    }

    /** A moment as our own API writes it (ISO 8601, UTC), or null. */
    static String moment(Instant at) {
        return at == null ? null : at.toString();
    }

    /** A moment as the Videos API writes it (seconds since 1970), or null. */
    static Long epoch(Instant at) {
        return at == null ? null : at.getEpochSecond();
    }
}
