package org.mutoscope.storage.jdbc;

import java.util.Arrays;
import java.util.Locale;

/** The databases we know. */
public enum Engine {
    /** In this process, one file below the data folder. */
    H2("org.h2.Driver"),
    /** A server, version 15 or newer. */
    POSTGRESQL("org.postgresql.Driver");

    private final String driverClass;

    Engine(String driverClass) {
        this.driverClass = driverClass;
    }

    /** Class of its JDBC driver, which is also what its DataSourceFactory service is known by. */
    public String driverClass() {
        return driverClass;
    }

    /** Name in the configuration. */
    public String configName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The engine of this name in the configuration. */
    static Engine named(String name) {
        return Arrays.stream(values())
                .filter(engine -> engine.configName().equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(() -> new StorageUnusable(
                        StorageUnusable.Why.SETTINGS, "engine is \"" + name + "\"; it must be h2 or postgresql"));
    }
}
