package org.mutoscope.revenue.tips;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings, PID {@value #PID}. A change counts for the next gift that is shared. */
@ObjectClassDefinition(name = "Revenue: gifts")
public @interface TipsConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.revenue.tips";

    /** What of a gift goes to those who hold the video. */
    @AttributeDefinition(
            name = "Holders' part",
            description = "parts per million, 1 to 1000000",
            min = "1",
            max = "1000000")
    long holders_ppm() default 1000000;
}
