package org.mutoscope.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;

/** Lets web pages of the configured origins call; of no other, and by default of none. */
final class Cors {
    private Cors() {}

    /** Adds the headers. @return whether the request was a browser's preflight, which is answered herewith */
    static boolean answered(Set<String> origins, HttpServletRequest request, HttpServletResponse response) {
        String origin = request.getHeader("origin");
        if (origin == null || !(origins.contains("*") || origins.contains(origin))) {
            return false;
        }
        response.setHeader("access-control-allow-origin", origin);
        response.addHeader("vary", "Origin");
        response.setHeader("access-control-expose-headers", "x-request-id, openai-poll-after-ms, retry-after-ms");
        if (!request.getMethod().equals("OPTIONS") || request.getHeader("access-control-request-method") == null) {
            return false;
        }
        response.setHeader("access-control-allow-methods", "GET, HEAD, POST, DELETE");
        String asked = request.getHeader("access-control-request-headers");
        if (asked != null && asked.length() <= 1_000) {
            response.setHeader("access-control-allow-headers", asked);
        }
        response.setHeader("access-control-max-age", "600");
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        return true;
    }
}
