package org.mutoscope.pipeline;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the road. Every one may change while jobs run; a job keeps what it began with. */
@ObjectClassDefinition(name = "Pipeline")
public @interface PipelineConfig {
    /** How clips are encoded: a profile of an installed media encoder. */
    @AttributeDefinition(name = "Profile", description = "name of a profile, for example compat-h264")
    String profile() default "compat-h264";

    /** Length of a clip when none is asked for. */
    @AttributeDefinition(name = "Default seconds", description = "seconds, 1 to 120", min = "1", max = "120")
    int default_seconds() default 4;

    /** Size of a clip when none is asked for. */
    @AttributeDefinition(name = "Default size", description = "WIDTHxHEIGHT")
    String default_size() default "720x1280";

    /** Names of frame filters and provenance steps without which no clip leaves the house: jobs wait for them. */
    @AttributeDefinition(name = "Required steps", description = "names, separated by commas")
    String[] required_steps() default {};

    /** Names of prompt guards without which nothing is ordered while there is a registry of rights: a prompt that comes while one is replaced is not let through. */
    @AttributeDefinition(name = "Required guards", description = "names, separated by commas")
    String[] required_guards() default {"names"};

    /** How long files of finished clips are kept. */
    @AttributeDefinition(name = "Assets, days", description = "days, 1 to 3650", min = "1", max = "3650")
    int asset_days() default 30;

    /** How much room all clips together may take, in MiB; the oldest go first. 0 for no limit. */
    @AttributeDefinition(name = "Assets, MiB", description = "MiB, 0 for no limit", min = "0")
    long asset_mebibytes() default 0;

    /** How long files are kept that say nothing else; clips of characters stay until they are deleted. */
    @AttributeDefinition(name = "Files, days", description = "days, 1 to 3650", min = "1", max = "3650")
    int file_days() default 30;

    /** How much room the files and the clips of characters of one account may take, in MiB. */
    @AttributeDefinition(name = "Files, MiB", description = "MiB per account", min = "0")
    long file_mebibytes() default 1024;

    /** How many files and characters one account may have. */
    @AttributeDefinition(name = "Files, number", description = "per account", min = "0")
    int file_count() default 1000;

    /** Free room below which no job is admitted, in MiB. */
    @AttributeDefinition(name = "Free room, MiB", description = "MiB, 0 to switch off", min = "0")
    long free_mebibytes() default 512;

    /** How long a hold stands before the job is asked after. */
    @AttributeDefinition(name = "Hold", description = "minutes, 1 to 10080", min = "1", max = "10080")
    int hold_minutes() default 120;

    /** How long a prompt guard may take; later counts as a block. */
    @AttributeDefinition(
            name = "Guard deadline",
            description = "milliseconds, 100 to 60000",
            min = "100",
            max = "60000")
    int guard_milliseconds() default 5000;

    /** How long a licensing policy may take; later counts as a denial. */
    @AttributeDefinition(name = "Policy deadline", description = "milliseconds, 50 to 60000", min = "50", max = "60000")
    int policy_milliseconds() default 1000;
}
