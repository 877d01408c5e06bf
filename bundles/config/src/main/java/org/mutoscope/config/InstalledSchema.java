package org.mutoscope.config;

import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.mutoscope.config.Schema.Component;
import org.osgi.framework.Bundle;

/** Collects what installed bundles say of their components. They need not be started, not even resolved: the files are read from the jars. */
final class InstalledSchema {
    private InstalledSchema() {}

    static Schema of(Bundle... bundles) {
        List<Component> components = new ArrayList<>();
        for (Bundle bundle : bundles) {
            if (bundle.getBundleId() != 0) {
                String name = bundle.getSymbolicName() + " " + bundle.getVersion();
                components.addAll(Described.read(name, paths(bundle), path -> {
                    URL entry = bundle.getEntry(path);
                    return entry.openStream();
                }));
            }
        }
        return new Schema(components);
    }

    /** Whether a bundle has anything to say here. */
    static boolean isDescribedBy(Bundle bundle) {
        return !paths(bundle).isEmpty();
    }

    private static List<String> paths(Bundle bundle) {
        Enumeration<String> paths = bundle.getEntryPaths(Described.FOLDER);
        return paths == null ? List.of() : Collections.list(paths);
    }
}
