package org.mutoscope.storage.jdbc;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What an operator may set. The shipped file conf/org.mutoscope.storage.jdbc.cfg says the same. */
@ObjectClassDefinition(
        id = StorageConfig.PID,
        name = "Mutoscope storage",
        description = "Where accounts, credits and jobs are kept. A change takes effect at the next start.")
@interface StorageConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.storage.jdbc";

    @AttributeDefinition(
            name = "Engine",
            description = "h2: a file in the data folder; postgresql: a server.",
            options = {@Option("h2"), @Option("postgresql")})
    String engine() default "h2";

    @AttributeDefinition(
            name = "Address",
            description = "JDBC address of the server, jdbc:postgresql://host:5432/name. Empty for h2.")
    String url() default "";

    @AttributeDefinition(name = "User", description = "User of the server. Empty for h2.")
    String user() default "";

    @AttributeDefinition(
            name = "Password",
            description = "Password of the server; a reference such as ${file:/path}. Empty for h2.",
            type = AttributeType.PASSWORD)
    String password() default "";

    @AttributeDefinition(
            name = "Connections",
            description = "Most connections to the server, or most parallel reads of h2.",
            min = "1",
            max = "1000")
    int connections() default StorageSettings.CONNECTIONS;

    @AttributeDefinition(
            name = "Queue",
            description = "Most changes that wait for the one writer of h2; more are refused with storage_unavailable.",
            min = "1",
            max = "1000000")
    int queue_units() default StorageSettings.QUEUE_UNITS;

    @AttributeDefinition(
            name = "Reserve",
            description = "Megabytes (1,000,000 bytes) of free disk below which h2 takes no change; 0: no reserve.",
            min = "0",
            max = "100000000")
    int reserve_megabytes() default StorageSettings.RESERVE_MEGABYTES;
}
