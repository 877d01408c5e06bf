package org.mutoscope.paper;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An answer of the server. @param status HTTP status @param body JSON, empty for none */
record Answer(int status, String body) {
    static Answer of(Object value) {
        return new Answer(200, Jws.json(value));
    }

    static Answer empty() {
        return new Answer(200, "");
    }

    /** As Apple says no. @param code Apple's number of the error */
    static Answer error(int status, long code, String message) {
        return new Answer(status, Jws.json(Map.of("errorCode", code, "errorMessage", message)));
    }

    void to(HttpExchange exchange) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
