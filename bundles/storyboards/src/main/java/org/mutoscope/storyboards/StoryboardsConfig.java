package org.mutoscope.storyboards;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings, PID {@value #PID}. Every one counts from the next request on. */
@ObjectClassDefinition(name = "Storyboards")
public @interface StoryboardsConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.storyboards";

    /** Most storyboards of one account. */
    @AttributeDefinition(name = "Storyboards per account", description = "1 to 100000", min = "1", max = "100000")
    int storyboards_per_account() default 200;

    /** How often one account may have a service write or advise. */
    @AttributeDefinition(
            name = "Services, per day",
            description = "times an account and day of UTC, 0 to 1000000",
            min = "0",
            max = "1000000")
    int services_per_day() default 100;

    /** How many wait for a service at the same moment. */
    @AttributeDefinition(name = "Services, at once", description = "1 to 64", min = "1", max = "64")
    int services_at_once() default 4;

    /** How long a service may take. */
    @AttributeDefinition(name = "Services, at most", description = "seconds, 5 to 280", min = "5", max = "280")
    int service_seconds() default 90;
}
