package org.mutoscope.revenue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The shipped configuration file shows every key with its default. */
class PayoutsConfFileTest {
    private static final Path FILE = Path.of("../../distribution/assembly/src/conf/" + PayoutsConfig.PID + ".cfg");

    @Test
    void everyKeyIsShown() throws IOException {
        Map<String, String> shown = new TreeMap<>();
        for (String line : Files.readAllLines(FILE)) {
            if (line.matches("#[a-z.]+ =.*")) {
                String[] parts = line.substring(1).split(" =", 2);
                shown.put(parts[0], parts[1].strip());
            }
        }
        Map<String, String> declared = new TreeMap<>();
        for (Method key : PayoutsConfig.class.getDeclaredMethods()) {
            Object usual = key.getDefaultValue();
            declared.put(
                    key.getName().replace('_', '.'),
                    usual instanceof String[] list ? String.join(",", list) : String.valueOf(usual));
        }
        assertEquals(declared, shown);
    }
}
