package org.mutoscope.revenue;

/** Text for an event. */
final class Json {
    private Json() {}

    /** An object of texts and whole numbers. @param pairs names and values in turn */
    static String object(Object... pairs) {
        StringBuilder out = new StringBuilder("{");
        for (int i = 0; i < pairs.length; i += 2) {
            out.append(i == 0 ? "" : ",").append(text(String.valueOf(pairs[i]))).append(':');
            out.append(pairs[i + 1] instanceof Long ? pairs[i + 1].toString() : text(String.valueOf(pairs[i + 1])));
        }
        return out.append('}').toString();
    }

    static String text(String value) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
