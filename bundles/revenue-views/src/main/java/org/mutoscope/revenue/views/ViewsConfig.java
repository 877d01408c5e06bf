package org.mutoscope.revenue.views;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Settings, PID {@value #PID}. A change counts for the next month that is closed. */
@ObjectClassDefinition(name = "Revenue: pool by views")
public @interface ViewsConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.revenue.views";

    /** How the pool is shared. */
    @AttributeDefinition(
            name = "Model",
            description =
                    "pro-rata: all money by all views; user-centric: what each payer spent by what that payer watched",
            options = {@Option("pro-rata"), @Option("user-centric")})
    String model() default "user-centric";
}
