package org.mutoscope.config;

import java.io.IOException;
import java.io.InputStream;
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
                components.addAll(Described.read(name, paths(bundle), path -> entry(bundle, path)));
            }
        }
        return new Schema(components);
    }

    private static InputStream entry(Bundle bundle, String path) throws IOException {
        try {
            return bundle.getEntry(path).openStream();
        } catch (IllegalStateException e) {
            throw new IOException("the bundle was uninstalled", e);
        }
    }

    /** Whether a bundle has anything to say here. */
    static boolean isDescribedBy(Bundle bundle) {
        return !paths(bundle).isEmpty();
    }

    private static List<String> paths(Bundle bundle) {
        try {
            Enumeration<String> paths = bundle.getEntryPaths(Described.FOLDER);
            return paths == null ? List.of() : Collections.list(paths);
        } catch (IllegalStateException e) {
            return List.of(); // it was uninstalled meanwhile: it has nothing to say any more
        }
    }
}
