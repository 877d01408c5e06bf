package org.mutoscope.credits;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Keys of {@code org.mutoscope.credits.eligibility}. */
@ObjectClassDefinition(
        name = "Eligibility",
        description = "How claims to plans for schools and associations are looked into.")
@interface EligibilityConfig {
    @AttributeDefinition(
            name = "Codes",
            description = "Codes that verify at once, as kind:code:YYYY-MM-DD (last day, UTC), separated by commas.",
            required = false)
    String[] codes() default {};

    @AttributeDefinition(
            name = "Provider, seconds",
            description = "How long a provider may take for one answer; later counts as unknown.",
            min = "1",
            max = "300")
    int provider_seconds() default 20;

    @AttributeDefinition(
            name = "Ask again, minutes",
            description = "How often a provider is asked after cases that are pending or unknown.",
            min = "1",
            max = "10080")
    int ask_again_minutes() default 60;
}
