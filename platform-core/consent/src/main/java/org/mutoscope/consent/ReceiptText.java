package org.mutoscope.consent;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** One object of JSON, its members in the order in which they are added; null is left out. */
final class ReceiptText {
    private final StringBuilder json = new StringBuilder("{");

    ReceiptText add(String name, Object value) {
        if (value != null) {
            json.append(json.length() == 1 ? "" : ",")
                    .append(quoted(name))
                    .append(':')
                    .append(of(value));
        }
        return this;
    }

    private static String of(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(ReceiptText::of).collect(Collectors.joining(",", "[", "]"));
        }
        return value instanceof Long || value instanceof Integer || value instanceof Boolean
                ? value.toString()
                : quoted(value instanceof Instant moment ? moment.toString() : value.toString());
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    @Override
    public String toString() {
        return json + "}";
    }
}
