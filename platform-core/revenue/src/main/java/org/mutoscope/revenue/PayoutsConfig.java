package org.mutoscope.revenue;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings, PID {@value #PID}. */
@ObjectClassDefinition(name = "Payouts")
public @interface PayoutsConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.revenue.payouts";

    /** Least that is sent to a holder. */
    @AttributeDefinition(
            name = "Threshold",
            description = "CURRENCY:minor units, such as EUR:2000; * for all others; below it waits for the next run")
    String[] threshold_minor() default {"*:2000"};

    /** Day of the month on which a run begins by itself. */
    @AttributeDefinition(
            name = "Day of the run",
            description = "0 to 28, UTC; 0: only when an operator says so",
            min = "0",
            max = "28")
    int run_day() default 0;

    /** How long nothing is sent to a destination that was just registered. */
    @AttributeDefinition(name = "New destination", description = "hours, 0 to 720", min = "0", max = "720")
    int destination_hours() default 72;

    /** Tax that is kept back from all. */
    @AttributeDefinition(name = "Withholding", description = "millionths, 0 to 900000", min = "0", max = "900000")
    int withholding_ppm() default 0;

    /** Tax that is kept back from some holders. */
    @AttributeDefinition(name = "Withholding of holders", description = "ACCOUNT:millionths", required = false)
    String[] withholding_of() default {};

    /** How often is asked what became of payouts. */
    @AttributeDefinition(name = "Follow", description = "seconds, 5 to 86400", min = "5", max = "86400")
    int follow_seconds() default 300;

    /** How long a provider that knows nothing of a payout is not believed. */
    @AttributeDefinition(name = "Patience", description = "minutes, 0 to 10080", min = "0", max = "10080")
    int patience_minutes() default 60;

    /** Longest call of a provider. */
    @AttributeDefinition(name = "Call, at most", description = "seconds, 5 to 600", min = "5", max = "600")
    int call_seconds() default 120;

    /** Most payouts handed over in one call, so in one file. */
    @AttributeDefinition(name = "Batch", description = "1 to 10000", min = "1", max = "10000")
    int batch_size() default 100;

    /** How long after the end of a month its statements are made. */
    @AttributeDefinition(name = "Statements after", description = "hours, 1 to 240", min = "1", max = "240")
    int statement_hours() default 6;
}
