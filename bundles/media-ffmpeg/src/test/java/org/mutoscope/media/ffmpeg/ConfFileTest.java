package org.mutoscope.media.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.StringReader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The shipped configuration file shows every key with its default. */
class ConfFileTest {
    @Test
    void everyKeyIsShownWithItsDefault() throws Exception {
        Path file = Path.of("..", "..", "distribution", "assembly", "src", "conf", FfmpegConfig.PID + ".cfg");
        String shown = Files.readAllLines(file).stream()
                .filter(line -> line.matches("#[a-z0-9.]+=.*"))
                .map(line -> line.substring(1))
                .collect(Collectors.joining("\n"));
        Properties values = new Properties();
        values.load(new StringReader(shown));

        Properties defaults = new Properties();
        for (Method key : FfmpegConfig.class.getDeclaredMethods()) {
            defaults.setProperty(
                    key.getName().replace('_', '.'), key.getDefaultValue().toString());
        }
        assertEquals(defaults, values);
    }
}
