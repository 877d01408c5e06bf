package org.mutoscope.billing.standins;

import java.util.Map;

/**
 * A message that a service would send.
 *
 * @param headers names in lower case
 * @param body as it is signed
 */
public record Notice(Map<String, String> headers, String body) {
    /** Copies the headers. */
    public Notice {
        headers = Map.copyOf(headers);
    }
}
