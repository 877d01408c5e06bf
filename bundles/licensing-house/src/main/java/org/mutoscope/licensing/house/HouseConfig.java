package org.mutoscope.licensing.house;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings, PID {@value #PID}. A change takes effect with the next request. */
@ObjectClassDefinition(name = "The house's own licences")
public @interface HouseConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.licensing.house";

    /** Where the catalogue stands. */
    @AttributeDefinition(
            name = "Catalogue",
            description =
                    "Absolute path of a CSV file; without one there is no catalogue. A file that cannot be read, or has a wrong line, denies everything in which"
                            + " somebody has rights.")
    String catalogue() default "";

    /** What holds for subjects that are not in the catalogue. */
    @AttributeDefinition(
            name = "Others",
            description =
                    "What is said of subjects that are not in the catalogue: allow, where another policy decides about them; deny, where the catalogue is all there is.")
    String others() default "allow";
}
