package org.mutoscope.views;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings, PID {@value #PID}. */
@ObjectClassDefinition(name = "Views")
public @interface ViewsConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.views";

    /** How long a token can be used. */
    @AttributeDefinition(name = "Token", description = "minutes, 1 to 360", min = "1", max = "360")
    int token_minutes() default 30;

    /** Accounts whose sites or apps may vouch for visitors that have no account. */
    @AttributeDefinition(name = "Sites", description = "ids of accounts")
    String[] sites() default {};

    /** How often a player says that it still plays. */
    @AttributeDefinition(name = "Beat", description = "seconds, 1 to 60", min = "1", max = "60")
    int beat_seconds() default 5;

    /** Views of one maker's videos that one network may bring on a day; with one more all of them are withheld. */
    @AttributeDefinition(name = "Views of one network", description = "1 to 1000000", min = "1", max = "1000000")
    int burst_views() default 50;

    /** How long the counts of a day can change. */
    @AttributeDefinition(name = "Provisional", description = "days, 1 to 60", min = "1", max = "60")
    int provisional_days() default 30;

    /** How often the guard looks at what is new. */
    @AttributeDefinition(name = "Guard", description = "minutes, 1 to 60", min = "1", max = "60")
    int guard_minutes() default 10;

    /** How long what players said is kept; then only sums. */
    @AttributeDefinition(name = "Events kept", description = "months, 3 to 120", min = "3", max = "120")
    int raw_months() default 13;
}
