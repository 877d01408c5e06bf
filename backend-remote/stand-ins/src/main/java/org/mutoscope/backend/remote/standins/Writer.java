package org.mutoscope.backend.remote.standins;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes JSON by a schema: lists of objects have an item for each sentence of the script, texts named for a prompt are its sentence. */
final class Writer {
    private static final int SECONDS = 4;
    private static final int SHORT = 60;
    private final String script;
    private final List<String> sentences;

    Writer(String script) {
        this.script = script.strip();
        sentences = Stream.of(this.script.split("(?<=[.!?])\\s+|\\R+"))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
    }

    Object value(String name, Map<String, Object> schema) {
        return value(name, schema, script);
    }

    private Object value(String name, Map<String, Object> schema, String about) {
        if (!Asked.list(schema.get("enum")).isEmpty()) {
            return Asked.list(schema.get("enum")).get(0);
        } else if (!Asked.list(schema.get("anyOf")).isEmpty()) {
            return value(name, Asked.object(Asked.list(schema.get("anyOf")).get(0)), about);
        }
        Object type = schema.get("type") instanceof List<?> several ? several.get(0) : schema.get("type");
        return switch (String.valueOf(type)) {
            case "object" -> object(schema, about);
            case "array" -> list(name, schema, about);
            case "integer", "number" -> number(schema);
            case "boolean" -> false;
            case "null" -> null;
            default -> text(name, schema, about);
        };
    }

    private Map<String, Object> object(Map<String, Object> schema, String about) {
        Map<String, Object> object = new LinkedHashMap<>();
        Map<String, Object> properties = Asked.object(schema.get("properties"));
        if (properties != null) {
            properties.forEach((name, value) -> object.put(name, value(name, Asked.object(value), about)));
        }
        return object;
    }

    private List<Object> list(String name, Map<String, Object> schema, String about) {
        Map<String, Object> item = Asked.object(schema.get("items"));
        List<Object> list = new ArrayList<>();
        int least = schema.get("minItems") instanceof Integer number ? number : 0;
        int most = schema.get("maxItems") instanceof Integer number ? number : Integer.MAX_VALUE;
        boolean shots = item != null && "object".equals(item.get("type"));
        int number = Math.min(most, Math.max(least, shots ? sentences.size() : 0));
        for (int i = 0; i < number; i++) {
            list.add(value(name, item, shots ? sentences.get(i % sentences.size()) : about));
        }
        return list;
    }

    private static Object number(Map<String, Object> schema) {
        int least = schema.get("minimum") instanceof Number number ? number.intValue() : SECONDS;
        int most = schema.get("maximum") instanceof Number number ? number.intValue() : Math.max(least, SECONDS);
        return Math.max(least, Math.min(most, SECONDS));
    }

    private static String text(String name, Map<String, Object> schema, String about) {
        String text =
                switch (name) {
                    case "prompt", "narration", "text", "description" -> about;
                    case "title" -> about.length() > SHORT ? about.substring(0, SHORT) : about;
                    case "camera" -> "static";
                    case "transition" -> "cut";
                    case "negative" -> "";
                    default -> "paper";
                };
        int most = schema.get("maxLength") instanceof Integer number ? number : Integer.MAX_VALUE;
        return text.length() > most ? text.substring(0, most) : text;
    }
}
