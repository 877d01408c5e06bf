package org.mutoscope.revenue.licences;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings, PID {@value #PID}. A change counts for the next month that is closed. */
@ObjectClassDefinition(name = "Revenue: commercial licences")
public @interface LicencesConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.revenue.licences";

    /** What the holders have of what was invoiced for a commercial licence. */
    @AttributeDefinition(name = "Rate", description = "parts per million, 0 to 1000000", min = "0", max = "1000000")
    long rate_ppm() default 800000;
}
