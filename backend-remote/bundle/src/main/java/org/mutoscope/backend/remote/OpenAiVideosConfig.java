package org.mutoscope.backend.remote;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one server, factory PID {@value #PID}. docs/operate/remote-openai-videos.md explains every key. */
@ObjectClassDefinition(name = "OpenAI-style video server", description = "A backend that speaks the OpenAI Videos API.")
public @interface OpenAiVideosConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.backend.remote.openai";

    /** Where it is. */
    @AttributeDefinition(description = "Address of the API, with /v1.")
    String base() default "";

    /** Who we are. */
    @AttributeDefinition(type = AttributeType.PASSWORD, description = "Key, as ${file:/path}; empty for none.")
    String key() default "";

    /** In what it differs. */
    @AttributeDefinition(
            description = "openai, mutoscope, vllm-omni, sglang, trtllm, litellm or new-api: whose dialect it speaks.")
    String profile() default "openai";

    /** What it makes. */
    @AttributeDefinition(description = "Models: NAME as=ID tasks=A|B sizes=WxH|WxH seconds=4|8 second=*:MICROS.")
    String[] models() default {};

    /** Where outputs may be. */
    @AttributeDefinition(description = "Further hosts from which outputs may be fetched.")
    String[] hosts() default {};

    /** How many at once. */
    @AttributeDefinition(description = "Clips at once, 1 to 1024.", min = "1", max = "1024")
    int slots() default 1;

    /** For which ends money is taken. */
    @AttributeDefinition(description = "Ends without a clip that are paid in full: failed, refused, cancelled.")
    String[] paid_ends() default {"cancelled"};

    /** Budget of a day. */
    @AttributeDefinition(description = "Most to spend in a day of UTC, micros of US dollars; 0: no limit.", min = "0")
    long budget_day_micros() default 0;

    /** Budget of a month. */
    @AttributeDefinition(description = "The same for a month.", min = "0")
    long budget_month_micros() default 0;

    /** Pause between looks. */
    @AttributeDefinition(
            description = "Milliseconds between two looks at a job, 10 to 600000, unless the service asks for longer.",
            min = "10",
            max = "600000")
    int poll_milliseconds() default 2000;

    /** Patience with one answer. */
    @AttributeDefinition(description = "Seconds to wait for one answer, 1 to 600.", min = "1", max = "600")
    int request_seconds() default 60;

    /** Patience with one job. */
    @AttributeDefinition(description = "Minutes a job may take at the service, 1 to 10080.", min = "1", max = "10080")
    int deadline_minutes() default 60;

    /** Patience with a doubt. */
    @AttributeDefinition(
            description = "Minutes it may be unknown what became of a job before it fails, 0 to 10080.",
            min = "0",
            max = "10080")
    int doubt_minutes() default 60;

    /** Largest output. */
    @AttributeDefinition(description = "Largest output in MiB, 1 to 1048576.", min = "1", max = "1048576")
    int download_mebibytes() default 1024;

    /** Patience with one download. */
    @AttributeDefinition(description = "Seconds one download may take, 1 to 86400.", min = "1", max = "86400")
    int download_seconds() default 600;
}
