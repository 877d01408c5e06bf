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
}
