package org.mutoscope.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.mutoscope.core.identity.Caller;

/** A request that has found its route. */
final class Ask {
    private final HttpServletRequest http;
    private final Call call;
    private final Map<String, String> path;

    Ask(HttpServletRequest http, Call call, Map<String, String> path) {
        this.http = http;
        this.call = call;
        this.path = path;
    }

    /** Who calls; null on routes that are open to all. */
    Caller caller() {
        return call.caller();
    }

    HttpServletRequest request() {
        return http;
    }

    Call call() {
        return call;
    }

    /** The part of the path that stands for a name in the route. */
    String path(String name) {
        return path.get(name);
    }

    /** The address of the client, in digits; behind a proxy that is believed, what that says. */
    String peer() {
        return call.origin().address();
    }

    String header(String name) {
        return http.getHeader(name);
    }

    Body body(long limit) throws IOException {
        return Body.of(http, limit);
    }

    /**
     * The first parameter of this name in the address, or null. Read here and not by the servlet container, which for some content types
     * would read the body for it.
     */
    String query(String name) {
        String query = http.getQueryString();
        if (query == null) {
            return null;
        }
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (decoded(key).equals(name)) {
                return equals < 0 ? "" : decoded(pair.substring(equals + 1));
            }
        }
        return null;
    }

    /** Text without its percent signs; as it is if they make no sense, for whoever looks at it to refuse. */
    static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
