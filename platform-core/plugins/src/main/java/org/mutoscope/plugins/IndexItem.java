package org.mutoscope.plugins;

import java.net.URI;
import java.util.List;
import org.osgi.framework.Version;

/**
 * A bundle as an index lists it.
 *
 * @param description at most 300 characters, maybe empty
 * @param sha256 digest of its jar
 * @param bytes size of its jar, 0 if unknown
 * @param jar where it is
 * @param needs what it cannot run without
 */
record IndexItem(
        String name, Version version, String description, String sha256, long bytes, URI jar, List<Need> needs) {
    /** Copies the list. */
    IndexItem {
        needs = List.copyOf(needs);
    }

    /** A requirement. @param filter as OSGi writes it */
    record Need(String namespace, String filter) {}

    /** {@code name@version}. */
    String called() {
        return name + "@" + version;
    }

    boolean is(String nameAndVersion) {
        return name.equals(nameAndVersion) || called().equals(nameAndVersion);
    }

    boolean mentions(List<String> words) {
        String text = (name + " " + description).toLowerCase(java.util.Locale.ROOT);
        return words.stream().allMatch(text::contains);
    }
}
