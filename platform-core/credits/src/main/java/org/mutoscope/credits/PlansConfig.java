package org.mutoscope.credits;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Keys of {@code org.mutoscope.credits.plans}: one line a plan, in words {@code name=value}. */
@ObjectClassDefinition(name = "Plans", description = "What each plan gives. See docs/concepts/plans.md.")
@interface PlansConfig {
    @AttributeDefinition(name = "Free", description = "The plan of every account that is on no other.")
    String plan_free() default "running=4 weight=1 largest=1080x1920 watermark=yes commercial=no";

    @AttributeDefinition(name = "Low-price", description = "For places where the standard plan costs too much.")
    String plan_low_price() default
            "daily=30 monthly=500 running=4 weight=4 largest=1080x1920 watermark=yes commercial=no";

    @AttributeDefinition(name = "Standard", description = "The plan that people pay for.")
    String plan_standard() default "daily=50 monthly=2000 running=8 weight=16 watermark=no commercial=yes";

    @AttributeDefinition(name = "Education", description = "For schools; asks for verification.")
    String plan_education() default
            "daily=50 monthly=300 running=4 weight=4 watermark=yes commercial=no verify=education";

    @AttributeDefinition(name = "Non-profit", description = "For associations; asks for verification.")
    String plan_non_profit() default
            "daily=50 monthly=300 running=4 weight=4 watermark=no commercial=no verify=non-profit";

    @AttributeDefinition(
            name = "Further plans",
            description = "As id: words, separated by commas; the words as above.",
            required = false)
    String[] plans() default {};

    @AttributeDefinition(
            name = "Queue of paid clips",
            description = "The plan in whose place clips wait that accounts on free pay for with bought credits.")
    String paid_queue() default "standard";

    @AttributeDefinition(
            name = "Renewal sweep, seconds",
            description = "How often plans whose month is over are renewed.",
            min = "1",
            max = "86400")
    int renewal_sweep_seconds() default 60;
}
