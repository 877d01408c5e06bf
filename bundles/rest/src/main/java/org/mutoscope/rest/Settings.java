package org.mutoscope.rest;

import java.util.Set;

/**
 * Settings as in force, values out of range drawn to the nearest one that works.
 *
 * @param maxUploadBytes largest body of a request for a clip
 * @param maxPluginBytes largest bundle
 * @param requestsPerMinute per account, 0 for no limit
 * @param burstRequests per account, at least 1
 * @param corsOrigins web origins that may call
 * @param heartbeatSeconds of event streams
 * @param noticesPerMinute per network address, at least 1
 * @param front how the platform behaves towards networks
 */
record Settings(
        long maxUploadBytes,
        long maxPluginBytes,
        int requestsPerMinute,
        int burstRequests,
        Set<String> corsOrigins,
        int heartbeatSeconds,
        int noticesPerMinute,
        Front front) {
    static final Settings DEFAULTS = new Settings(104_857_600, 536_870_912, 6_000, 6_000, Set.of(), 15, 600);

    static Settings of(RestConfig config) {
        return new Settings(
                Math.max(1024, config.max_upload_bytes()),
                Math.max(1024, config.max_plugin_bytes()),
                Math.max(0, config.requests_per_minute()),
                Math.max(1, config.burst_requests()),
                Set.of(config.cors_origins()),
                Math.max(1, config.heartbeat_seconds()),
                Math.max(1, config.notices_per_minute()),
                Front.of(config));
    }

    /** Settings with the usual front. */
    Settings(
            long maxUploadBytes,
            long maxPluginBytes,
            int requestsPerMinute,
            int burstRequests,
            Set<String> corsOrigins,
            int heartbeatSeconds,
            int noticesPerMinute) {
        this(
                maxUploadBytes,
                maxPluginBytes,
                requestsPerMinute,
                burstRequests,
                corsOrigins,
                heartbeatSeconds,
                noticesPerMinute,
                Front.DEFAULTS);
    }

    /** The same with another front. */
    Settings with(Front other) {
        return new Settings(
                maxUploadBytes,
                maxPluginBytes,
                requestsPerMinute,
                burstRequests,
                corsOrigins,
                heartbeatSeconds,
                noticesPerMinute,
                other);
    }
}
