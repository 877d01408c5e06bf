package org.mutoscope.billing.standins;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to a stand-in.
 *
 * @param query decoded; a name may stand there several times
 */
record Asked(
        String method, String path, Map<String, List<String>> query, Map<String, List<String>> headers, String body) {
    static Asked of(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        return new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                form(exchange.getRequestURI().getRawQuery()),
                exchange.getRequestHeaders(),
                body);
    }

    static Map<String, List<String>> form(String text) {
        Map<String, List<String>> form = new LinkedHashMap<>();
        for (String pair : (text == null ? "" : text).split("&")) {
            String[] sides = pair.split("=", 2);
            if (sides.length == 2) {
                form.computeIfAbsent(decoded(sides[0]), name -> new ArrayList<>())
                        .add(decoded(sides[1]));
            }
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(query.get(name)).map(values -> values.get(0));
    }

    long number(String name, long usual) {
        return value(name).map(Long::parseLong).orElse(usual);
    }

    String header(String name) {
        List<String> values = headers.get(name);
        return values == null ? "" : values.get(0);
    }
}
