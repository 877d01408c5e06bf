package org.mutoscope.billing.googleplay;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration, PID {@value #PID}. The file in {@code conf/} explains every key to operators. */
@ObjectClassDefinition(
        name = "Google Play billing",
        description = "Purchases, refunds and notifications of Google Play.")
public @interface GooglePlayConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.billing.googleplay";

    /** The app. */
    @AttributeDefinition(description = "Package name of the app; empty: no Google Play billing.")
    String package_name() default "";

    /** The service account. */
    @AttributeDefinition(
            type = AttributeType.PASSWORD,
            description = "JSON key of the service account, as ${file:/path/to/key.json}.")
    String service_account() default "";

    /** What the push subscription says it sends to. */
    @AttributeDefinition(description = "Audience of the push subscription; empty: notifications are refused.")
    String push_audience() default "";

    /** Who the push subscription says it is. */
    @AttributeDefinition(description = "Service account of the push subscription, its e-mail.")
    String push_email() default "";

    /** Where the API is. */
    @AttributeDefinition(description = "Address of the API; only a stand-in on this machine may take Google's place.")
    String server() default "https://androidpublisher.googleapis.com";

    /** Patience with the API. */
    @AttributeDefinition(description = "Seconds to wait for one answer of the API, 1 to 60.", min = "1", max = "60")
    int request_seconds() default 5;
}
