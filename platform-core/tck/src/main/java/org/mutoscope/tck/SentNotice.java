package org.mutoscope.tck;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.mutoscope.api.billing.ProviderNotice;

/**
 * A notice as a store would send it.
 *
 * @param headers names in lower case
 * @param text the body, sent as UTF-8
 */
public record SentNotice(Map<String, String> headers, String text) implements ProviderNotice {
    /** Copies the headers. */
    public SentNotice {
        headers = Map.copyOf(headers);
    }

    @Override
    public byte[] body() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
