package org.mutoscope.config;

import java.nio.file.Path;
import java.util.List;

/**
 * One file of {@code conf/}: {@code PID.cfg}, or {@code PID~NAME.cfg} for one of several instances.
 *
 * @param instance the NAME, empty for a component that exists once
 */
record ConfFile(Path path, String pid, String instance, List<Entry> entries) {

    /** One key as written, references not yet replaced. */
    record Entry(String key, String value, int line) {}

    ConfFile {
        entries = List.copyOf(entries);
    }

    /** What tells two files apart for the Configuration Admin service. */
    String id() {
        return instance.isEmpty() ? pid : pid + "~" + instance;
    }
}
