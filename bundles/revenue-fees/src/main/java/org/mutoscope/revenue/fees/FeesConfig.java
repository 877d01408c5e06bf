package org.mutoscope.revenue.fees;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings, PID {@value #PID}. A change counts for the next clip that is shared. */
@ObjectClassDefinition(name = "Revenue: licence fees")
public @interface FeesConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.revenue.fees";

    /** What of a licence fee goes to its holder. */
    @AttributeDefinition(
            name = "Holder's part",
            description = "parts per million, 1 to 1000000",
            min = "1",
            max = "1000000")
    long holder_ppm() default 1000000;
}
