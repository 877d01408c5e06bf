package org.mutoscope.rights;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings, PID {@value #PID}. */
@ObjectClassDefinition(name = "Rights")
public @interface RightsConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.rights";

    /** Most subjects that one account may have registered or claimed. */
    @AttributeDefinition(name = "Subjects per account", description = "1 to 100000", min = "1", max = "100000")
    int subjects_per_account() default 1000;

    /** Most names of one subject. */
    @AttributeDefinition(name = "Aliases per subject", description = "1 to 10000", min = "1", max = "10000")
    int aliases_per_subject() default 200;

    /** How long a holder may take to answer; no answer is a no. */
    @AttributeDefinition(name = "Approval, at most", description = "hours, 1 to 2160", min = "1", max = "2160")
    int approval_hours() default 168;

    /** How often is looked for jobs whose licence was taken back, beside at once. */
    @AttributeDefinition(name = "Sweep", description = "seconds, 1 to 30", min = "1", max = "30")
    int sweep_seconds() default 15;
}
