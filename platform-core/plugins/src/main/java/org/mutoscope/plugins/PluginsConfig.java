package org.mutoscope.plugins;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the plugins service. */
@ObjectClassDefinition(name = "Plugins")
public @interface PluginsConfig {
    /** How often deploy/ is looked through beside the file watcher, which may miss things on network disks. */
    @AttributeDefinition(name = "Rescan", description = "milliseconds, 50 to 60000", min = "50", max = "60000")
    int rescan_milliseconds() default 250;

    /** How long a file that is no complete jar may stay as it is before it counts as broken rather than as still being copied. */
    @AttributeDefinition(name = "Settle", description = "milliseconds, 250 to 600000", min = "250", max = "600000")
    int settle_milliseconds() default 2000;

    /** How long running work of a bundle that is replaced in place may take to end before it is handed over. */
    @AttributeDefinition(name = "Drain", description = "seconds, 0 to 3600", min = "0", max = "3600")
    int drain_seconds() default 30;

    /** How long an install waits for the new bundle's services. */
    @AttributeDefinition(name = "Appear", description = "milliseconds, 0 to 60000", min = "0", max = "60000")
    int appear_milliseconds() default 3000;
}
