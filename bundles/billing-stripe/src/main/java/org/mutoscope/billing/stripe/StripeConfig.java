package org.mutoscope.billing.stripe;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration, PID {@value #PID}. The file in {@code conf/} explains every key to operators. */
@ObjectClassDefinition(name = "Stripe billing", description = "Purchases, refunds and disputes of Stripe Checkout.")
public @interface StripeConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.billing.stripe";

    /** The live key. */
    @AttributeDefinition(
            type = AttributeType.PASSWORD,
            description = "Live secret key or restricted key, as ${file:/path}; empty: no live purchases.")
    String key() default "";

    /** Secrets of the live webhook. */
    @AttributeDefinition(
            type = AttributeType.PASSWORD,
            description = "Signing secrets of the live webhook endpoint; two while one replaces the other.",
            required = false)
    String[] webhook_secrets() default {};

    /** The key of test mode. */
    @AttributeDefinition(
            type = AttributeType.PASSWORD,
            description = "Key of test mode or of a sandbox; its purchases are play credits.")
    String test_key() default "";

    /** Secrets of the test webhook. */
    @AttributeDefinition(
            type = AttributeType.PASSWORD,
            description = "Signing secrets of the test webhook endpoint.",
            required = false)
    String[] test_webhook_secrets() default {};

    /** Where the API is. */
    @AttributeDefinition(description = "Address of the API; only a stand-in on this machine may take Stripe's place.")
    String server() default "https://api.stripe.com";

    /** Patience with the API. */
    @AttributeDefinition(description = "Seconds to wait for one answer of the API, 1 to 60.", min = "1", max = "60")
    int request_seconds() default 5;
}
