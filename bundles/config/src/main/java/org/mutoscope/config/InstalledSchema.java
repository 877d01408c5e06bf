package org.mutoscope.config;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.mutoscope.config.Schema.Component;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects the metatype of bundles. They need not be started, not even resolved: the files are read from the jars. */
final class InstalledSchema {
    private static final Logger LOG = LoggerFactory.getLogger(InstalledSchema.class);
    private static final String FOLDER = "OSGI-INF/metatype";

    private InstalledSchema() {}

    static Schema of(Bundle... bundles) {
        List<Component> components = new ArrayList<>();
        for (Bundle bundle : bundles) {
            if (bundle.getBundleId() != 0) {
                paths(bundle).forEach(path -> components.addAll(read(bundle, path)));
            }
        }
        return new Schema(components);
    }

    /** Whether a bundle has anything to say here. */
    static boolean isDescribedBy(Bundle bundle) {
        return !paths(bundle).isEmpty();
    }

    private static List<String> paths(Bundle bundle) {
        Enumeration<String> paths = bundle.getEntryPaths(FOLDER);
        return paths == null
                ? List.of()
                : Collections.list(paths).stream()
                        .filter(path -> path.endsWith(".xml"))
                        .toList();
    }

    private static List<Component> read(Bundle bundle, String path) {
        try (InputStream in = bundle.getEntry(path).openStream()) {
            return MetatypeReader.read(in);
        } catch (IOException e) {
            LOG.warn(
                    "{} {}: {} cannot be read: {}",
                    bundle.getSymbolicName(),
                    bundle.getVersion(),
                    path,
                    e.getMessage());
            return List.of();
        }
    }
}
