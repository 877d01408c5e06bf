package org.mutoscope.events;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of webhooks and of fetching, PID {@value #PID}. Every one may change while messages are on their way. */
@ObjectClassDefinition(name = "Events")
public @interface EventsConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.events";

    /** Private addresses that may be reached all the same. */
    @AttributeDefinition(
            name = "Allowed private addresses",
            description = "host names, addresses, or ranges as 10.1.0.0/16",
            required = false)
    String[] allow() default {};

    /** Whether pictures are fetched from addresses that users give. */
    @AttributeDefinition(name = "Fetching", description = "true or false")
    boolean fetch_enabled() default false;

    /** Largest file that is fetched. */
    @AttributeDefinition(name = "Largest file", description = "bytes, 1024 to 1073741824", min = "1024")
    long fetch_max_bytes() default 20_971_520;

    /** How long fetching a file may take, redirects included. */
    @AttributeDefinition(name = "Fetching, at most", description = "seconds, 1 to 600", min = "1", max = "600")
    int fetch_seconds() default 10;

    /** How long an endpoint may take to answer. */
    @AttributeDefinition(name = "Answer, at most", description = "seconds, 1 to 60", min = "1", max = "60")
    int answer_seconds() default 10;

    /** How long an event is tried. */
    @AttributeDefinition(name = "Tried, at most", description = "hours, 1 to 720", min = "1", max = "720")
    int give_up_hours() default 72;

    /** How long is kept what was sent. */
    @AttributeDefinition(name = "Kept", description = "days, 4 to 3650", min = "4", max = "3650")
    int keep_days() default 30;

    /** Most endpoints of one account. */
    @AttributeDefinition(name = "Endpoints per account", description = "1 to 1000", min = "1", max = "1000")
    int endpoints_per_account() default 20;

    /** How often is looked for what is to be sent. */
    @AttributeDefinition(name = "Looking", description = "milliseconds, 50 to 60000", min = "50", max = "60000")
    int poll_milliseconds() default 500;
}
