package org.mutoscope.guard.moderation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as maps, lists, texts, numbers, truth values and null. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** Reads a text. @throws IOException if it is no JSON, or nested deeper than the library allows */
    static Object read(byte[] text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new IOException("there is nothing");
            }
            return value(parser);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, Object> map = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                map.put(name, value(parser));
            }
            return map;
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(parser));
            }
            return list;
        }
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return token == JsonToken.VALUE_TRUE;
        }
        return token == null || token == JsonToken.VALUE_NULL ? null : parser.getText();
    }

    /** What stands under names, one within the other; a number as a name counts in a list. Null if there is nothing. */
    static Object at(Object json, String... names) {
        Object at = json;
        for (String name : names) {
            if (at instanceof Map<?, ?> map) {
                at = map.get(name);
            } else if (at instanceof List<?> list && !list.isEmpty() && name.equals("0")) {
                at = list.get(0);
            } else {
                return null;
            }
        }
        return at;
    }

    /** Writes what is asked: the model if it is named, then either an input or one message. */
    static byte[] question(String model, String text, boolean chat) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            if (!model.isEmpty()) {
                json.writeStringField("model", model);
            }
            if (chat) {
                json.writeNumberField("temperature", 0);
                json.writeNumberField("max_tokens", 64);
                json.writeArrayFieldStart("messages");
                json.writeStartObject();
                json.writeStringField("role", "user");
                json.writeStringField("content", text);
                json.writeEndObject();
                json.writeEndArray();
            } else {
                json.writeStringField("input", text);
            }
            json.writeEndObject();
        }
        return out.toByteArray();
    }
}
