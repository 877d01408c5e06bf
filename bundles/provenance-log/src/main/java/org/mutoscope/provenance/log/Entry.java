package org.mutoscope.provenance.log;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.mutoscope.api.provenance.HistoryEntry;

/** Entries as they are hashed: JSON (RFC 8785: names in order, no blanks), texts only, so that a few lines in any language read them. */
final class Entry {
    private static final String VERSION = "1";
    private static final int CONTROL = 0x20;

    private Entry() {}

    static byte[] of(HistoryEntry entry) {
        Map<String, String> fields = new TreeMap<>(entry.facts());
        fields.put("v", VERSION);
        fields.put("type", entry.type());
        fields.put("subject", entry.subject());
        fields.put("time", entry.at().toString());
        StringBuilder json = new StringBuilder("{");
        fields.forEach((name, value) -> {
            json.append(json.length() > 1 ? "," : "");
            text(json, name);
            json.append(':');
            text(json, value);
        });
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void text(StringBuilder json, String value) {
        json.append('"');
        for (char c : value.toCharArray()) {
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < CONTROL) {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
