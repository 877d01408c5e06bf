package org.mutoscope.tck;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.billing.ProviderNotice;

/**
 * A notice as a store would send it.
 *
 * @param headers names in lower case
 * @param text the body, sent as UTF-8
 * @param at when the platform took it in
 */
public record SentNotice(Map<String, String> headers, String text, Instant at) implements ProviderNotice {
    /** Copies the headers. */
    public SentNotice {
        headers = Map.copyOf(headers);
    }

    /** One that came just now. */
    public SentNotice(Map<String, String> headers, String text) {
        this(headers, text, Instant.now());
    }

    /** One of JSON that came just now, with no signature beside it. */
    public SentNotice(String text) {
        this(Map.of("content-type", "application/json"), text);
    }

    @Override
    public Optional<Instant> receivedAt() {
        return Optional.of(at);
    }

    @Override
    public byte[] body() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
