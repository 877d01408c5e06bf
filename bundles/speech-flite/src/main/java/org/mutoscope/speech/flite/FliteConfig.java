package org.mutoscope.speech.flite;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings, PID {@value #PID}. A change takes effect with the next sentence. */
@ObjectClassDefinition(name = "Speech by flite")
public @interface FliteConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.speech.flite";

    /** The program. */
    @AttributeDefinition(name = "Program", description = "name on the search path, or a path; Debian: package flite")
    String program() default "flite";

    /** The voice. */
    @AttributeDefinition(name = "Voice", description = "one of flite -lv")
    String voice() default "slt";

    /** How long one text may take. */
    @AttributeDefinition(name = "At most", description = "seconds, 1 to 600", min = "1", max = "600")
    int at_most_seconds() default 60;
}
