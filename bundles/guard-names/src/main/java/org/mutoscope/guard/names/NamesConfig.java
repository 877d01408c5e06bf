package org.mutoscope.guard.names;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings, PID {@value #PID}. A change takes effect with the next text. */
@ObjectClassDefinition(name = "Names in prompts")
public @interface NamesConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.guard.names";

    /** Whether misspelt names count. */
    @AttributeDefinition(
            name = "Typos",
            description = "whether names count with one letter wrong of six and more, two of ten and more")
    boolean typos() default true;

    /** Whether readings count. */
    @AttributeDefinition(
            name = "Readings",
            description = "whether names in kana or Chinese characters count in Latin letters, and the other way round")
    boolean readings() default true;

    /** What else makes a name of a common word. */
    @AttributeDefinition(
            name = "Cue words",
            description = "further words that make a name of a common word directly beside them")
    String[] cue_words() default {};

    /** How long the last known names serve without their catalogue. */
    @AttributeDefinition(
            name = "Grace",
            description =
                    "seconds for which the last known names serve when their catalogue is away or fails, 0 to 3,600",
            min = "0",
            max = "3600")
    int grace_seconds() default 5;

    /** How long a text waits for the names. */
    @AttributeDefinition(
            name = "Wait",
            description = "milliseconds that a text waits at most for the names to be filed after a start, 0 to 4,500",
            min = "0",
            max = "4500")
    int wait_milliseconds() default 4000;
}
