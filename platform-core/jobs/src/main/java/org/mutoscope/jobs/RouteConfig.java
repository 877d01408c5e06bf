package org.mutoscope.jobs;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Who stands behind a public model name: one file {@code org.mutoscope.jobs.route~NAME.cfg} for each name. May change, come and go while jobs run. */
@ObjectClassDefinition(name = "Route")
public @interface RouteConfig {
    /** How one of several candidates is chosen. */
    @AttributeDefinition(name = "Choice", description = "ordered or weighted")
    String choice() default "ordered";

    /** The candidates, best first, each a model and conditions. */
    @AttributeDefinition(
            name = "Candidates",
            description = "MODEL or MODEL@BACKEND and conditions, separated by commas")
    String[] candidates() default {};
}
