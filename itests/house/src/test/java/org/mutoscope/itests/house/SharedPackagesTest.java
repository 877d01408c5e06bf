package org.mutoscope.itests.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aQute.bnd.header.OSGiHeader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What installations of others suffer from: a package that two bundles export, a library that everybody needs, native code in the platform's process. */
class SharedPackagesTest {
    private static final String NATIVE = "(?i).*\\.(so|dll|dylib|jnilib)(\\.[0-9]+)*";
    private static final String FIGURES = "(io\\.(micrometer|prometheus|opentelemetry)|com\\.codahale)\\..*";

    @Test
    void eachPackageHasOneExporter() {
        Map<String, List<String>> exporters = new TreeMap<>();
        for (Shipped.Locked bundle : Shipped.bundles()) {
            OSGiHeader.parseHeader(bundle.header("Export-Package")).keySet().forEach(name -> exporters
                    .computeIfAbsent(name, n -> new ArrayList<>())
                    .add(bundle.coordinates()));
        }
        assertTrue(exporters.size() > 100, "the scan found only " + exporters.size());
        exporters.values().removeIf(bundles -> bundles.size() == 1);
        assertEquals(Map.of(), exporters, "packages that two bundles export: who imports them may get either");
    }

    @Test
    void librariesForFiguresAndTracesStayWhereTheyAre() {
        List<String> shared = new ArrayList<>();
        for (Shipped.Locked bundle : Shipped.bundles()) {
            OSGiHeader.parseHeader(bundle.header("Export-Package")).keySet().stream()
                    .filter(name -> name.matches(FIGURES))
                    .forEach(name -> shared.add(bundle.coordinates() + " exports " + name));
            OSGiHeader.parseHeader(bundle.header("Import-Package")).forEach((name, attributes) -> {
                if (name.matches(FIGURES) && !"optional".equals(attributes.get("resolution:"))) {
                    shared.add(bundle.coordinates() + " needs " + name);
                }
            });
        }
        assertEquals(List.of(), shared);
    }

    @Test
    void nothingNativeIsInABundle() throws IOException {
        List<String> found = new ArrayList<>();
        for (Shipped.Locked bundle : Shipped.bundles()) {
            try (JarFile jar = new JarFile(bundle.file().toFile())) {
                jar.stream()
                        .filter(entry -> entry.getName().matches(NATIVE))
                        .forEach(entry -> found.add(bundle.coordinates() + " " + entry.getName()));
            }
            if (!bundle.header("Bundle-NativeCode").isEmpty()) {
                found.add(bundle.coordinates() + " Bundle-NativeCode");
            }
        }
        assertEquals(List.of(), found);
    }
}
