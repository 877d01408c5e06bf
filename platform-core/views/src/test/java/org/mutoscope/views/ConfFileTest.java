package org.mutoscope.views;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The shipped configuration file shows every key, those that are not lists with their default. */
class ConfFileTest {
    private static final Path FILE = Path.of("../../distribution/assembly/src/conf/org.mutoscope.views.cfg");

    @Test
    void everyKeyIsShown() throws IOException {
        Map<String, String> shown = new TreeMap<>();
        for (String line : Files.readAllLines(FILE)) {
            if (line.matches("#[a-z.]+ = .*")) {
                String[] parts = line.substring(1).split(" = ", 2);
                shown.put(parts[0], parts[1]);
            }
        }
        Map<String, String> declared = new TreeMap<>();
        for (Method key : ViewsConfig.class.getDeclaredMethods()) {
            String name = key.getName().replace('_', '.');
            declared.put(name, key.getReturnType().isArray() ? "" : String.valueOf(key.getDefaultValue()));
        }
        assertEquals(declared, shown);
    }
}
