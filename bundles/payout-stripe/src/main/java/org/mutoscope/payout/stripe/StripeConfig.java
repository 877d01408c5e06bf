package org.mutoscope.payout.stripe;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration, PID {@value #PID}. The file in {@code conf/} explains every key to operators. */
@ObjectClassDefinition(name = "Stripe payouts", description = "Payouts to holders by Stripe Connect.")
public @interface StripeConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.payout.stripe";

    /** The key. */
    @AttributeDefinition(
            type = AttributeType.PASSWORD,
            description = "Secret or restricted key, as ${file:/path}; empty: no payouts by Stripe.")
    String key() default "";

    /** Secrets of the webhook. */
    @AttributeDefinition(
            type = AttributeType.PASSWORD,
            description =
                    "Signing secrets of the webhook endpoint; two while one replaces the other; none: no messages are taken.",
            required = false)
    String[] webhook_secrets() default {};

    /** Where holders come back to. */
    @AttributeDefinition(description = "Page that Stripe leads holders back to when they are done, https.")
    String return_url() default "";

    /** Where the API is. */
    @AttributeDefinition(description = "Address of the API; only a stand-in on this machine may take Stripe's place.")
    String server() default "https://api.stripe.com";

    /** Patience with the API. */
    @AttributeDefinition(description = "Seconds to wait for one answer of the API, 1 to 60.", min = "1", max = "60")
    int request_seconds() default 10;
}
