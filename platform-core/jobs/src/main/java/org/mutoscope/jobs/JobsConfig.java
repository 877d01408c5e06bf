package org.mutoscope.jobs;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of queue, scheduler and models. Every one may change while jobs run. */
@ObjectClassDefinition(name = "Jobs")
public @interface JobsConfig {
    /** Most jobs that may be queued; further requests are answered with queue_full. */
    @AttributeDefinition(name = "Queue bound", description = "jobs, 1 to 1000000", min = "1", max = "1000000")
    int queue_bound() default 100_000;

    /** Most jobs of one account that run at once. */
    @AttributeDefinition(name = "Running per account", description = "jobs, 1 to 1024", min = "1", max = "1024")
    int running_per_account() default 8;

    /** Attempts that are charged to a job before it fails. */
    @AttributeDefinition(name = "Attempts", description = "1 to 20", min = "1", max = "20")
    int attempts() default 3;

    /** How long one attempt may take before it is stopped and charged. */
    @AttributeDefinition(name = "Attempt deadline", description = "seconds, 1 to 86400", min = "1", max = "86400")
    int attempt_deadline_seconds() default 1800;

    /** How long a job rests after an attempt that failed. */
    @AttributeDefinition(name = "Retry delay", description = "milliseconds, 0 to 3600000", min = "0", max = "3600000")
    int retry_delay_milliseconds() default 2000;

    /** How long until a job in doubt is asked after again. */
    @AttributeDefinition(name = "In doubt, retry", description = "seconds, 1 to 86400", min = "1", max = "86400")
    int in_doubt_retry_seconds() default 30;

    /** How long a job may be in doubt before it fails and its credits are released. */
    @AttributeDefinition(name = "In doubt, at most", description = "hours, 1 to 720", min = "1", max = "720")
    int in_doubt_hours() default 24;

    /** How long until a waiting job is tried again although nothing that could end its waiting has changed. */
    @AttributeDefinition(name = "Waiting, retry", description = "seconds, 1 to 86400", min = "1", max = "86400")
    int waiting_retry_seconds() default 60;

    /** How long a job that was handed over waits for the backend that left a ticket in it, before another may begin it anew. */
    @AttributeDefinition(name = "Ticket patience", description = "seconds, 0 to 86400", min = "0", max = "86400")
    int ticket_patience_seconds() default 120;

    /** How often a job may be found half done after a crash before it is taken for the cause and fails. */
    @AttributeDefinition(name = "Recoveries", description = "0 to 100", min = "0", max = "100")
    int recoveries() default 5;

    /** Queues jobs but begins none. */
    @AttributeDefinition(name = "Dispatch paused", description = "true or false")
    boolean dispatch_paused() default false;

    /** Model name for requests that name none. */
    @AttributeDefinition(name = "Default alias", description = "model name or alias")
    String default_alias() default "sora-2";

    /** How far back attempts count when it is decided whether a model of a backend gets jobs. */
    @AttributeDefinition(name = "Breaker, window", description = "seconds, 1 to 86400", min = "1", max = "86400")
    int breaker_window_seconds() default 300;

    /** How many attempts must have ended in that time before anything is decided. */
    @AttributeDefinition(name = "Breaker, attempts", description = "attempts, 1 to 200", min = "1", max = "200")
    int breaker_calls() default 10;

    /** How many of a hundred must have failed for the model to rest. */
    @AttributeDefinition(name = "Breaker, failures", description = "percent, 1 to 100", min = "1", max = "100")
    int breaker_failures() default 50;

    /** How long it rests before one job tries it again. */
    @AttributeDefinition(name = "Breaker, rest", description = "seconds, 1 to 86400", min = "1", max = "86400")
    int breaker_open_seconds() default 30;

    /** What a credit is worth, for the report of what services cost beside what clips earn. */
    @AttributeDefinition(
            name = "Value of a credit",
            description = "millionths of a US dollar, 0 to 1000000000",
            min = "0",
            max = "1000000000")
    long credit_micros() default 40_000;

    /** Public model names and the models they stand for; several candidates are separated by | and the first on offer is taken. */
    @AttributeDefinition(name = "Aliases", description = "alias=model or alias=model|model, separated by commas")
    String[] aliases() default {"sora-2=sprite-1", "sora-2-pro=sprite-1", "sora-turbo=sprite-1", "sora=sprite-1"};

    /** How often holds, leases, files and old rows are looked through. */
    @AttributeDefinition(name = "Housekeeping", description = "seconds, 1 to 3600", min = "1", max = "3600")
    int housekeeping_seconds() default 15;

    /** By how much the hold of a job that is still alive is put off. */
    @AttributeDefinition(name = "Hold extension", description = "minutes, 1 to 10080", min = "1", max = "10080")
    int hold_extension_minutes() default 60;

    /** How long an Idempotency-Key is remembered. */
    @AttributeDefinition(name = "Idempotency", description = "days, 1 to 3650", min = "1", max = "3650")
    int idempotency_days() default 90;

    /** How long rows of the outbox are kept. */
    @AttributeDefinition(name = "Outbox", description = "days, 1 to 3650", min = "1", max = "3650")
    int outbox_days() default 30;
}
