package org.mutoscope.backend.remote.standins;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer of a stand-in. @param status HTTP status @param headers besides the length of the body */
record Answer(int status, Map<String, String> headers, byte[] body) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPE = "Content-Type";

    static Answer json(Object value) {
        return json(200, value);
    }

    static Answer json(int status, Object value) {
        return new Answer(status, Map.of(TYPE, "application/json"), text(value).getBytes(StandardCharsets.UTF_8));
    }

    static Answer bytes(String type, byte[] bytes) {
        return new Answer(200, Map.of(TYPE, type), bytes);
    }

    /** A page for people, as proxies send it. */
    static Answer page(int status, String words) {
        return new Answer(
                status,
                Map.of(TYPE, "text/html; charset=utf-8"),
                ("<html><h1>" + words + "</h1></html>").getBytes(StandardCharsets.UTF_8));
    }

    static Answer empty(int status) {
        return new Answer(status, Map.of(), new byte[0]);
    }

    Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }

    /** The same, with other bytes under the same type. */
    Answer body(byte[] other) {
        return new Answer(status, headers, other);
    }

    static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A map that keeps its order and takes null. @param pairs names and values in turn */
    static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
