package org.mutoscope.consent;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings, PID {@value #PID}. */
@ObjectClassDefinition(name = "Consent")
public @interface ConsentConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.consent";

    /** How long after a challenge is shown recording has to begin. */
    @AttributeDefinition(name = "Begin within", description = "seconds, 5 to 120", min = "5", max = "120")
    int show_seconds() default 15;

    /** How long after it began a recording has to have arrived. */
    @AttributeDefinition(name = "Arrive within", description = "minutes, 1 to 60", min = "1", max = "60")
    int upload_minutes() default 5;

    /** Shortest recording. */
    @AttributeDefinition(name = "Recording, at least", description = "seconds, 1 to 60", min = "1", max = "60")
    int shortest_seconds() default 3;

    /** Longest recording. */
    @AttributeDefinition(name = "Recording, at most", description = "seconds, 1 to 120", min = "1", max = "120")
    int longest_seconds() default 30;

    /** Largest recording. */
    @AttributeDefinition(name = "Recording, size", description = "MiB, 1 to 256", min = "1", max = "256")
    int recording_mebibytes() default 32;

    /** How long an accepted recording is kept; what was refused or taken back is destroyed at once. */
    @AttributeDefinition(
            name = "Recording, kept",
            description = "days after the decision, 0 to 3650; 0: until consent is taken back",
            min = "0",
            max = "3650")
    int recording_days() default 30;

    /** How long an operator has a recording to review alone. */
    @AttributeDefinition(name = "Review", description = "minutes, 1 to 240", min = "1", max = "240")
    int review_minutes() default 15;

    /** Whether a person looks at every recording; otherwise only where no liveness check says yes. */
    @AttributeDefinition(name = "Reviewed by people", description = "true: every recording")
    boolean review_by_people() default true;

    /** Most challenges that an account is shown in 24 hours. */
    @AttributeDefinition(name = "Challenges a day", description = "1 to 1000", min = "1", max = "1000")
    int challenges_per_day() default 20;

    /** Version of what people agree to; to be changed with the text. */
    @AttributeDefinition(name = "Terms, version", description = "1 to 40 letters, digits, dots, dashes")
    String terms_version() default "2026-11";

    /** What people agree to. */
    @AttributeDefinition(name = "Terms", description = "1 to 4000 characters on one line")
    String terms_text() default
            "I am of age and alone in this recording. It may be used to check who I am, and"
                    + " clips that show or sound like me may be made here as far as I license that, for"
                    + " myself or others. I can take this back at any time.";

    /** Name of the service on receipts. */
    @AttributeDefinition(name = "Installation", description = "its name on receipts; empty: none")
    String installation() default "";

    /** Where the keys are. */
    @AttributeDefinition(name = "Keys", description = "folder; empty: consent-keys in the data folder")
    String keys_folder() default "";

    /** How often is looked for what has to be destroyed, beside at once. */
    @AttributeDefinition(name = "Sweep", description = "seconds, 1 to 300", min = "1", max = "300")
    int sweep_seconds() default 15;
}
