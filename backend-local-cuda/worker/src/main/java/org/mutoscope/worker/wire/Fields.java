package org.mutoscope.worker.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Text content of a message: lines {@code key=value}, ended by a line feed. In values a backslash is written {@code \\}, a line feed {@code \n}, a
 * carriage return {@code \r}. Keys hold no {@code =} and no line end and come once. Not thread-safe.
 */
public final class Fields {
    private final Map<String, String> values = new LinkedHashMap<>();

    /** Adds a field. @throws IllegalArgumentException if the key cannot be written */
    public Fields put(String key, Object value) {
        if (key.isEmpty() || key.chars().anyMatch(c -> c == '=' || c == '\n' || c == '\r')) {
            throw new IllegalArgumentException("not a key: " + key);
        }
        values.put(key, value.toString());
        return this;
    }

    /** Adds a list; its items hold no comma. */
    public Fields put(String key, List<?> items) {
        return put(key, String.join(",", items.stream().map(Object::toString).toList()));
    }

    /** All fields in their order. */
    public Map<String, String> all() {
        return Collections.unmodifiableMap(values);
    }

    /** A value. @throws GarbledException if it is missing */
    public String text(String key) throws GarbledException {
        String value = values.get(key);
        if (value == null) {
            throw new GarbledException("the field " + key + " is missing");
        }
        return value;
    }

    /** A whole number. @throws GarbledException if it is missing or none */
    public long number(String key) throws GarbledException {
        try {
            return Long.parseLong(text(key));
        } catch (NumberFormatException e) {
            throw new GarbledException("the field " + key + " is no whole number");
        }
    }

    /** A whole number from {@code least} to {@code most}. @throws GarbledException if it is missing or none or out of range */
    public int number(String key, int least, int most) throws GarbledException {
        long value = number(key);
        if (value < least || value > most) {
            throw new GarbledException("the field " + key + " is not from " + least + " to " + most);
        }
        return (int) value;
    }

    /** A finite number. @throws GarbledException if it is missing or none */
    public double decimal(String key) throws GarbledException {
        try {
            double value = Double.parseDouble(text(key));
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, in the same words as for infinity.
        }
        throw new GarbledException("the field " + key + " is no number");
    }

    /** A list, perhaps empty. @throws GarbledException if it is missing */
    public List<String> list(String key) throws GarbledException {
        String value = text(key);
        return value.isEmpty() ? List.of() : Arrays.asList(value.split(",", -1));
    }

    byte[] encode() {
        StringBuilder lines = new StringBuilder();
        values.forEach((key, value) ->
                lines.append(key).append('=').append(escape(value)).append('\n'));
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    static Fields decode(byte[] content) throws GarbledException {
        String lines;
        try {
            lines = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new GarbledException("a text is not UTF-8");
        }
        Fields fields = new Fields();
        for (String line : lines.split("\n")) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                fields.values.put(line.substring(0, equals), unescape(line.substring(equals + 1)));
            } else if (!line.isEmpty()) {
                throw new GarbledException("a line without a key");
            }
        }
        return fields;
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescape(String value) throws GarbledException {
        StringBuilder text = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                int kind = ++i < value.length() ? "\\nr".indexOf(value.charAt(i)) : -1;
                if (kind < 0) {
                    throw new GarbledException("a backslash without a meaning");
                }
                c = "\\\n\r".charAt(kind);
            }
            text.append(c);
        }
        return text.toString();
    }
}
