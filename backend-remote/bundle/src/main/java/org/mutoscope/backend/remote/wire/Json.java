package org.mutoscope.backend.remote.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;

/** Reading and writing JSON, tolerant of what services leave out. */
public final class Json {
    private static final int LONGEST_TEXT = 512 << 20; // pictures and clips come as one string
    private static final int LONGEST_COMPLAINT = 300;
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(LONGEST_TEXT)
                            .maxNestingDepth(100)
                            .build())
                    .build())
            .build();

    private Json() {}

    /** A new object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Reads bytes; missing if they are no JSON. */
    public static JsonNode read(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** Reads a text; missing if it is no JSON. */
    public static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** Writes a node. */
    public static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** What a service says went wrong; empty if it says nothing. One line, at most 300 characters. */
    public static String complaint(JsonNode body) {
        for (String path :
                new String[] {"/error/message", "/error", "/detail", "/message", "/failure", "/detail/0/msg"}) {
            JsonNode found = body.at(path);
            if (found.isTextual() && !found.asText().isBlank()) {
                return line(found.asText());
            }
        }
        return "";
    }

    /** One line of at most 300 characters without control characters. */
    public static String line(String text) {
        String plain = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return plain.length() > LONGEST_COMPLAINT ? plain.substring(0, LONGEST_COMPLAINT - 3) + "..." : plain;
    }

    /**
     * A number of units as micros, rounded up: what is paid is never counted lower.
     *
     * @param amount a number, or digits as text
     * @param unit micros of one
     */
    public static OptionalLong micros(JsonNode amount, long unit) {
        if (!amount.isNumber() && !amount.isTextual()) {
            return OptionalLong.empty();
        }
        try {
            BigDecimal value = new BigDecimal(amount.asText()).multiply(BigDecimal.valueOf(unit));
            return value.signum() < 0 || value.precision() - value.scale() > 16
                    ? OptionalLong.empty()
                    : OptionalLong.of(value.setScale(0, RoundingMode.CEILING).longValueExact());
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
