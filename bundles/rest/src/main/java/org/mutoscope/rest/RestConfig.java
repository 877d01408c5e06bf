package org.mutoscope.rest;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the HTTP API, PID {@code org.mutoscope.rest}. A change takes effect with the next request. */
@ObjectClassDefinition(id = "org.mutoscope.rest", name = "HTTP API")
public @interface RestConfig {
    /** Largest body of a request for a clip, in bytes. */
    @AttributeDefinition(name = "Largest upload, bytes", min = "1024")
    long max_upload_bytes() default 104_857_600;

    /** Largest bundle that can be installed over HTTP, in bytes. */
    @AttributeDefinition(name = "Largest plugin, bytes", min = "1024")
    long max_plugin_bytes() default 536_870_912;

    /** Requests that an account may make per minute in the long run; 0 lifts the limit. */
    @AttributeDefinition(name = "Requests per minute and account", min = "0")
    int requests_per_minute() default 6_000;

    /** Requests that an account may make at once after a pause. */
    @AttributeDefinition(name = "Requests at once per account", min = "1")
    int burst_requests() default 6_000;

    /** Notices that one network address may send per minute; stores need a few. */
    @AttributeDefinition(name = "Notices per minute and address", min = "1")
    int notices_per_minute() default 600;

    /** Origins of web pages that may call this API from a browser, or {@code *}; none by default. */
    @AttributeDefinition(name = "Allowed web origins", required = false)
    String[] cors_origins() default {};

    /** Seconds between two signs of life on an event stream. */
    @AttributeDefinition(name = "Heartbeat of event streams, seconds", min = "1")
    int heartbeat_seconds() default 15;

    /** Addresses or networks of reverse proxies whose {@code X-Forwarded-*} headers are believed; none by default. */
    @AttributeDefinition(name = "Trusted reverse proxies", required = false)
    String[] trusted_proxies() default {};

    /** Whether requests without TLS from other machines are answered with the same address under https. */
    @AttributeDefinition(name = "Redirect to TLS")
    boolean tls_only() default false;

    /** Seconds for which browsers shall use TLS alone (HSTS), told in answers over TLS; 0 tells nothing. */
    @AttributeDefinition(name = "HSTS, seconds", min = "0")
    long hsts_seconds() default 0;

    /** Requests without a valid key that one network address may make per minute; 0 lifts the limit. */
    @AttributeDefinition(name = "Requests without key per minute and address", min = "0")
    int open_requests_per_minute() default 1_200;

    /** Requests that one key may make per minute, within what its account may; 0 for no limit of its own. */
    @AttributeDefinition(name = "Requests per minute and key", min = "0")
    int key_requests_per_minute() default 0;
}
