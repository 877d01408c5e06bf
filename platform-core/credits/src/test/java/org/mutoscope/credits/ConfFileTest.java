package org.mutoscope.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.StringReader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped configuration files show every key with its default. */
class ConfFileTest {
    @ParameterizedTest
    @CsvSource({
        "org.mutoscope.credits, CreditsConfig",
        "org.mutoscope.credits.plans, PlansConfig",
        "org.mutoscope.credits.quota, QuotaConfig",
        "org.mutoscope.credits.eligibility, EligibilityConfig",
    })
    void everyKeyIsShownWithItsDefault(String pid, String type) throws Exception {
        Path file = Path.of("..", "..", "distribution", "assembly", "src", "conf", pid + ".cfg");
        String shown = Files.readAllLines(file).stream()
                .filter(line -> line.matches("#[a-z0-9.]+=.*"))
                .map(line -> line.substring(1))
                .collect(Collectors.joining("\n"));
        Properties values = new Properties();
        values.load(new StringReader(shown));
        Properties defaults = new Properties();
        for (Method key : Class.forName("org.mutoscope.credits." + type).getDeclaredMethods()) {
            Object value = key.getDefaultValue();
            defaults.setProperty(key.getName().replace('_', '.'), value instanceof String[] ? "" : value.toString());
        }
        assertEquals(defaults, values);
    }
}
