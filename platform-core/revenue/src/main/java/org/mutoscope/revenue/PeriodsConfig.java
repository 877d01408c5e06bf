package org.mutoscope.revenue;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings, PID {@value #PID}. */
@ObjectClassDefinition(name = "Months of revenue")
public @interface PeriodsConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.revenue.periods";

    /** Part of what a month earned that goes into the pool by views. */
    @AttributeDefinition(
            name = "Pool by views",
            description =
                    "millionths of the net worth of bought credits that were spent, less fees and gifts; 0 to 1000000",
            min = "0",
            max = "1000000")
    long pool_ppm() default 200000;

    /** Part of advertising that belongs to no clip that goes into the pool by views. */
    @AttributeDefinition(
            name = "Unattributed advertising",
            description = "millionths that go into the pool by views; 0 to 1000000",
            min = "0",
            max = "1000000")
    long ads_pool_ppm() default 550000;

    /** Keys of those whose files of income are taken. */
    @AttributeDefinition(
            name = "Keys of sources",
            type = AttributeType.PASSWORD,
            description = "source=hmac:SECRET or source=ed25519:BASE64",
            required = false)
    String[] imports_keys() default {};

    /** How long a model may take. */
    @AttributeDefinition(name = "Patience", description = "seconds for one pool, 1 to 600", min = "1", max = "600")
    int model_seconds() default 120;
}
