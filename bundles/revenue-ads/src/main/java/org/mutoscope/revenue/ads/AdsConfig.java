package org.mutoscope.revenue.ads;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings, PID {@value #PID}. A change counts for the next month that is closed. */
@ObjectClassDefinition(name = "Revenue: advertising")
public @interface AdsConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.revenue.ads";

    /** What the holders in a clip have of what an advertisement on it paid. */
    @AttributeDefinition(name = "Rate", description = "parts per million, 0 to 1000000", min = "0", max = "1000000")
    long rate_ppm() default 550000;
}
