package org.mutoscope.billing;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of money's way in. Every one may change at any time; purchases that waited for a product are booked then. */
@ObjectClassDefinition(name = "Billing")
public @interface BillingConfig {
    /** What products grant: product:credits:generations for one piece; 10 generations if that is not said. */
    @AttributeDefinition(
            name = "Products",
            description = "product:credits or product:credits:generations, separated by commas",
            required = false)
    String[] products() default {};

    /** Which plan a subscription's product is. */
    @AttributeDefinition(name = "Plans", description = "product:plan, separated by commas", required = false)
    String[] plans() default {};

    /** Whether purchases in a store's test environment fill sandbox lots: anybody can make those for nothing. */
    @AttributeDefinition(name = "Sandbox purchases", description = "true or false")
    boolean sandbox_purchases() default false;

    /** Secrets of billing providers: provider.name=value, where the value is a reference to a file or an environment variable. */
    @AttributeDefinition(name = "Secrets", description = "provider.name=value, separated by commas", required = false)
    String[] secrets() default {};

    /** How long a billing provider may take for one call. */
    @AttributeDefinition(name = "Call deadline", description = "seconds, 1 to 300", min = "1", max = "300")
    int call_seconds() default 20;

    /** Pause before the first repetition of what failed; it doubles up to an hour. */
    @AttributeDefinition(name = "Retry", description = "seconds, 1 to 3600", min = "1", max = "3600")
    int retry_seconds() default 5;

    /** How long notices are kept after they were dealt with. */
    @AttributeDefinition(name = "Notices, days", description = "days, 1 to 3650", min = "1", max = "3650")
    int notice_days() default 180;

    /** How often a store is asked for what happened since it was last asked. */
    @AttributeDefinition(name = "History, minutes", description = "minutes, 1 to 1440", min = "1", max = "1440")
    int history_minutes() default 60;

    /** How far back the nightly reading of a store's history goes. */
    @AttributeDefinition(name = "History, days", description = "days, 1 to 365", min = "1", max = "365")
    int history_days() default 180;
}
