package org.mutoscope.guard.pictures;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings, PID {@value #PID}. */
@ObjectClassDefinition(name = "Guard of pictures")
public @interface PicturesConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.guard.pictures";

    /** In how many of 64 bits two pictures may differ and still be taken for one. */
    @AttributeDefinition(name = "Most distance", description = "bits, 0 to 20", min = "0", max = "20")
    int most_distance() default 10;

    /** How long the last pictures serve when their catalogue is away or fails; then what cannot be compared is blocked. */
    @AttributeDefinition(name = "Grace", description = "seconds, 0 to 86400", min = "0", max = "86400")
    int grace_seconds() default 60;
}
