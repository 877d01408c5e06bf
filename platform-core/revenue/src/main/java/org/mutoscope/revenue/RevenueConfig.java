package org.mutoscope.revenue;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings, PID {@value #PID}. */
@ObjectClassDefinition(name = "Revenue")
public @interface RevenueConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.revenue";

    /** How long what is earned stays on hold: the time in which payers get money back. */
    @AttributeDefinition(
            name = "Hold-back",
            description = "days, 0 to 730; below 60 only where no store gives money back later",
            min = "0",
            max = "730")
    int hold_days() default 60;

    /** What is left of a payment after store fee and tax, by billing provider. */
    @AttributeDefinition(name = "Net", description = "provider:millionths, such as stripe:950000; * for all others")
    String[] net_ppm() default {"*:1000000"};

    /** What a free or given credit is worth to a holder, out of the platform's budget. */
    @AttributeDefinition(
            name = "Free credit",
            description = "millionths of a minor unit, 0 to 100000000; 0: free uses earn nothing",
            min = "0",
            max = "100000000")
    long free_credit_micros() default 0;

    /** Most that the budget pays in a month. */
    @AttributeDefinition(
            name = "Budget",
            description = "minor units a month, 0 to 1000000000000",
            min = "0",
            max = "1000000000000")
    long budget_minor() default 0;

    /** Currency of the budget. */
    @AttributeDefinition(name = "Currency of the budget", description = "ISO 4217")
    String budget_currency() default "USD";

    /** Part of the income of a clip that goes to the holders of the clip it was made from. */
    @AttributeDefinition(
            name = "Part of the parent",
            description = "millionths, 0 to 1000000",
            min = "0",
            max = "1000000")
    int parent_ppm() default 100000;

    /** How often is looked for what is to be shared, released or taken back. */
    @AttributeDefinition(name = "Sweep", description = "seconds, 1 to 3600", min = "1", max = "3600")
    int sweep_seconds() default 30;
}
