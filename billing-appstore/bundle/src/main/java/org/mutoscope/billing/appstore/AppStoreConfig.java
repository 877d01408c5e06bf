package org.mutoscope.billing.appstore;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration, PID {@value #PID}. The file in {@code conf/} explains every key to operators. */
@ObjectClassDefinition(
        name = "App Store billing",
        description = "Purchases, refunds and subscriptions of the App Store.")
public @interface AppStoreConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.billing.appstore";

    /** The app. */
    @AttributeDefinition(description = "Bundle id of the app, as in App Store Connect; empty: no App Store billing.")
    String bundle_id() default "";

    /** The app's number. */
    @AttributeDefinition(description = "The app's Apple ID, a number; needed for production.", min = "0")
    long app_apple_id() default 0;

    /** Owner of the API key. */
    @AttributeDefinition(description = "Issuer ID of the In-App Purchase key.")
    String issuer_id() default "";

    /** Name of the API key. */
    @AttributeDefinition(description = "Key ID of the In-App Purchase key.")
    String key_id() default "";

    /** The API key. */
    @AttributeDefinition(
            type = AttributeType.PASSWORD,
            description = "The In-App Purchase key itself, as ${file:/path/to/SubscriptionKey_X.p8}.")
    String key() default "";

    /** Whose purchases count. */
    @AttributeDefinition(
            description =
                    "Environments whose purchases are read, production first. Xcode and local testing sign nothing and cannot be named.",
            options = {
                @Option(label = "production", value = "production"),
                @Option(label = "sandbox", value = "sandbox")
            })
    String[] environments() default {"production", "sandbox"};

    /** Whether Apple is asked about revoked certificates. */
    @AttributeDefinition(description = "Ask Apple (OCSP) whether the certificates below a signature were revoked.")
    boolean online_checks() default true;

    /** Whether family members share a subscription. */
    @AttributeDefinition(description = "Whether a subscription shared with the family is a plan for the member too.")
    boolean family_sharing() default false;

    /** Patience with Apple's server. */
    @AttributeDefinition(description = "Seconds to wait for Apple's server, 1 to 60.", min = "1", max = "60")
    int request_seconds() default 10;

    /** Whose signatures count. */
    @AttributeDefinition(
            description =
                    "apple; paper: a paper App Store, purchases are play credits; paper-money: the same, purchases can be spent.",
            options = {
                @Option(label = "apple", value = "apple"),
                @Option(label = "paper", value = "paper"),
                @Option(label = "paper-money", value = "paper-money")
            })
    String trust() default "apple";

    /** Root of a paper App Store. */
    @AttributeDefinition(description = "File with the root certificate of a paper App Store; only with trust=paper.")
    String paper_root() default "";

    /** Address of a paper App Store. */
    @AttributeDefinition(description = "Loopback address of a paper App Store; only with trust=paper.")
    String paper_server() default "";
}
