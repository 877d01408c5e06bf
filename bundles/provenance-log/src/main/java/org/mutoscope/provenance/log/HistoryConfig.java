package org.mutoscope.provenance.log;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an operator may set, PID {@value #PID}. A change opens the log anew. */
@ObjectClassDefinition(
        id = HistoryConfig.PID,
        name = "Mutoscope history",
        description = "The log of everything that was made, which anybody can check.")
@interface HistoryConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.provenance.log";

    @AttributeDefinition(
            name = "Name",
            description =
                    "Name of the log for good: the address it is served at without https://, for example video.example.com/log;"
                            + " empty: one made of its key.")
    String origin() default "";

    @AttributeDefinition(
            name = "Folder",
            description = "What is served; a path that is not absolute starts in the data folder.")
    String directory() default "history";

    @AttributeDefinition(
            name = "Keys",
            description = "Where the key and what was signed last are; not served, and not to be lost.")
    String keys() default "provenance";

    @AttributeDefinition(
            name = "Batch",
            description =
                    "Milliseconds, 0 to 10000: how long entries wait for one another, since each batch is one checkpoint.")
    int batch_milliseconds() default 200;

    @AttributeDefinition(
            name = "Witnesses",
            description =
                    "Who signs checkpoints too (C2SP tlog-witness): verifier key, a blank, address; a comma between two.")
    String[] witnesses() default {};
}
