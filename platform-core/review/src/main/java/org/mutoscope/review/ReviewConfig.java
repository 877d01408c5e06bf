package org.mutoscope.review;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings, PID {@value #PID}. */
@ObjectClassDefinition(name = "Review")
public @interface ReviewConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.review";

    /** How long an order waits for a reviewer; then it ends, and nothing is charged. */
    @AttributeDefinition(name = "Waits", description = "hours, 1 to 720", min = "1", max = "720")
    int hours() default 72;

    /** The same for urgent ones. */
    @AttributeDefinition(name = "Urgent waits", description = "hours, 1 to 720", min = "1", max = "720")
    int urgent_hours() default 48;

    /** Kinds of findings that make an order urgent: those with a legal deadline. */
    @AttributeDefinition(name = "Urgent kinds", description = "names, separated by commas")
    String[] urgent_kinds() default {"intimate"};

    /** How long a reviewer has an order for himself. */
    @AttributeDefinition(name = "Claim", description = "minutes, 1 to 240", min = "1", max = "240")
    int claim_minutes() default 15;

    /** Age of the oldest waiting order beyond which the health check says so. */
    @AttributeDefinition(name = "Promise", description = "hours, 1 to 720", min = "1", max = "720")
    int promise_hours() default 24;

    /** How long the creator of a refused order may appeal; its words are kept encrypted for as long. */
    @AttributeDefinition(name = "Appeal", description = "days, 1 to 365", min = "1", max = "365")
    int appeal_days() default 30;

    /** How often is looked for orders whose time is over. */
    @AttributeDefinition(name = "Sweep", description = "seconds, 1 to 30", min = "1", max = "30")
    int sweep_seconds() default 15;
}
