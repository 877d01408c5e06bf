package org.mutoscope.backend.remote.standins;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request to a stand-in.
 *
 * @param path decoded, without the query
 * @param query decoded; of a name that stands there several times the last
 * @param headers names in lower case; of a name that stands there several times the last
 */
record Asked(String method, String path, Map<String, String> query, Map<String, String> headers, byte[] body) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    static Asked of(String method, String target, Map<String, String> headers, byte[] body) {
        String[] sides = target.split("\\?", 2);
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : (sides.length == 2 ? sides[1] : "").split("&")) {
            String[] ends = pair.split("=", 2);
            if (!ends[0].isEmpty()) {
                query.put(decoded(ends[0]), ends.length == 2 ? decoded(ends[1]) : "");
            }
        }
        return new Asked(method, decoded(sides[0].replace("+", "%2B")), query, headers, body);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    boolean is(String type) {
        return header("content-type").toLowerCase(Locale.ROOT).startsWith(type);
    }

    boolean multipart() {
        return is("multipart/form-data");
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body as a JSON object; none if it is anything else. */
    Optional<Map<String, Object>> json() {
        return parsed(text());
    }

    List<Part> parts() {
        return Part.all(header("content-type"), body);
    }

    static Optional<Map<String, Object>> parsed(String text) {
        try {
            return Optional.ofNullable(object(JSON.readValue(text, Object.class)));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** A value as an object; null if it is none. */
    @SuppressWarnings("unchecked") // JSON has no other names than strings
    static Map<String, Object> object(Object value) {
        return value instanceof Map ? (Map<String, Object>) value : null;
    }

    static List<?> list(Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
