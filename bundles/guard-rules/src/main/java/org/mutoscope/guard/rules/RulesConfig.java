package org.mutoscope.guard.rules;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings, PID {@value #PID}. A change takes effect with the next text. */
@ObjectClassDefinition(name = "Rules for prompts")
public @interface RulesConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.guard.rules";

    /** Where the rules stand. */
    @AttributeDefinition(name = "Files", description = "absolute paths of files with rules, separated by commas")
    String[] files() default {};
}
