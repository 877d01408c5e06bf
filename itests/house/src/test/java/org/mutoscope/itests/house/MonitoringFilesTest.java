package org.mutoscope.itests.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Dashboard, alert rules and page name figures that there are, and the page names all. */
class MonitoringFilesTest {
    private static final Pattern NAME = Pattern.compile("mutoscope_[a-z_]+[a-z]");
    private static final Path OPERATE = Shipped.TOP.resolve("distribution/docs/operate");

    @Test
    void whatIsNamedIsThere() throws IOException {
        Set<String> counted = counted();
        assertTrue(counted.size() > 10, counted.toString());
        for (String file : new String[] {"monitoring/grafana-dashboard.json", "monitoring/alerts.yml"}) {
            Set<String> named = names(OPERATE.resolve(file));
            assertTrue(counted.containsAll(named), file + " names " + named + ", there are " + counted);
        }
    }

    @Test
    void thePageNamesAll() throws IOException {
        Set<String> missing = counted();
        missing.removeAll(names(OPERATE.resolve("monitoring.md")));
        missing.removeAll(Set.of("mutoscope_backend_slots", "mutoscope_backend_running")); // in short there
        assertEquals(Set.of(), missing);
    }

    private static Set<String> counted() throws IOException {
        Set<String> counted = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Shipped.TOP.resolve("bundles/observe/src/main"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                counted.addAll(names(file));
            }
        }
        return counted;
    }

    private static Set<String> names(Path file) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Matcher name = NAME.matcher(Files.readString(file)); name.find(); ) {
            names.add(name.group().replaceFirst("_(bucket|count|sum)$", ""));
        }
        return names;
    }
}
