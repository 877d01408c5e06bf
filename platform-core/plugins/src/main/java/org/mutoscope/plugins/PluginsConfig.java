package org.mutoscope.plugins;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

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

    /** How long a bundle may take to start, and to stop, before it is given up. */
    @AttributeDefinition(name = "Start", description = "seconds, 1 to 600", min = "1", max = "600")
    int start_seconds() default 30;

    /** How long a newer version is watched; while it is, it is taken back by itself if it turns out bad. */
    @AttributeDefinition(name = "Watch", description = "seconds, 0 (not at all) to 86400", min = "0", max = "86400")
    int watch_seconds() default 300;

    /** Share of the calls into a watched version that may fail. */
    @AttributeDefinition(name = "Watch, failed", description = "percent, 1 to 100", min = "1", max = "100")
    int watch_failed_percent() default 30;

    /** How much the jars of an archive for {@code plugin apply} may come to in all. */
    @AttributeDefinition(name = "Archive", description = "mebibytes, 1 to 1000000", min = "1", max = "1000000")
    int archive_mebibytes() default 4096;

    /** How strict to be about jars that are put into deploy/. */
    @AttributeDefinition(
            name = "Trust, deploy",
            description =
                    "require: signed by somebody in conf/keys; warn: tell who is not, refuse what was changed after it"
                            + " was signed; off",
            options = {@Option("require"), @Option("warn"), @Option("off")})
    String trust_deploy() default "warn";

    /** How strict to be about jars that are sent to the admin API. */
    @AttributeDefinition(
            name = "Trust, upload",
            description = "require, warn or off",
            options = {@Option("require"), @Option("warn"), @Option("off")})
    String trust_upload() default "warn";

    /** How strict to be about jars that come from a catalogue. */
    @AttributeDefinition(
            name = "Trust, catalogue",
            description = "require, warn or off",
            options = {@Option("require"), @Option("warn"), @Option("off")})
    String trust_catalogue() default "require";
}
