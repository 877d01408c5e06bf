package org.mutoscope.rest;

/**
 * How the platform behaves towards networks, values out of range drawn to the nearest one that works.
 *
 * @param proxies who is believed about whom it speaks for
 * @param tlsOnly whether requests without TLS from other machines are sent to the same address with it
 * @param hstsSeconds how long browsers shall remember that; 0 for not at all
 * @param openPerMinute requests without a valid key that one network may make per minute; 0 for no limit
 * @param keyPerMinute requests that one key may make per minute; 0 for no limit but the account's
 */
record Front(Proxies proxies, boolean tlsOnly, long hstsSeconds, int openPerMinute, int keyPerMinute) {
    static final Front DEFAULTS = new Front(Proxies.NONE, false, 0, 1_200, 0);

    static Front of(RestConfig config) {
        return new Front(
                Proxies.of(config.trusted_proxies()),
                config.tls_only(),
                Math.max(0, config.hsts_seconds()),
                Math.max(0, config.open_requests_per_minute()),
                Math.max(0, config.key_requests_per_minute()));
    }
}
