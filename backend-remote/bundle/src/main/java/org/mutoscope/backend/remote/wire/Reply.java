package org.mutoscope.backend.remote.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * An answer.
 *
 * @param status HTTP status
 * @param headers its headers
 * @param bytes its body, whole
 */
public record Reply(int status, HttpHeaders headers, byte[] bytes) {
    private static final long LONGEST_PAUSE = 3600;

    /** Whether it is a 2xx: services answer 200, 201 and 202 for the same thing. */
    public boolean good() {
        return status >= 200 && status < 300;
    }

    /** The body as JSON; missing if it is none. */
    public JsonNode json() {
        return Json.read(bytes);
    }

    /** How long the service asks to be left alone ({@code retry-after-ms}, {@code Retry-After} in seconds), at most an hour. */
    public Optional<Duration> retryAfter() {
        return number("retry-after-ms")
                .map(Duration::ofMillis)
                .or(() -> number("retry-after").map(Duration::ofSeconds))
                .map(asked -> asked.getSeconds() > LONGEST_PAUSE ? Duration.ofSeconds(LONGEST_PAUSE) : asked);
    }

    /** A header with a whole number of at most nine digits. */
    public Optional<Long> number(String header) {
        return headers.firstValue(header)
                .map(String::strip)
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Long::valueOf);
    }

    /** What the service says went wrong, from the shapes that are about: {@code error.message}, {@code error}, {@code detail}, {@code message}. */
    public String complaint() {
        String said = Json.complaint(json());
        return said.isEmpty() ? "HTTP " + status : said;
    }

    /** The first bytes as text, to look into; never to log. */
    public String start() {
        return new String(bytes, 0, Math.min(bytes.length, 200), StandardCharsets.UTF_8);
    }
}
