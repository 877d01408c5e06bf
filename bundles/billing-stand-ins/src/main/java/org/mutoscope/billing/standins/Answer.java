package org.mutoscope.billing.standins;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer of a stand-in. @param status HTTP status @param body JSON, empty for none */
record Answer(int status, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Answer of(Object value) {
        return new Answer(200, json(value));
    }

    static Answer of(int status, Object value) {
        return new Answer(status, json(value));
    }

    static String json(Object value) {
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
