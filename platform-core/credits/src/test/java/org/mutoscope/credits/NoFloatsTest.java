package org.mutoscope.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Credits are whole numbers: no source of this module may so much as name a floating-point type or write such a number. */
class NoFloatsTest {
    private static final Pattern FLOATING = Pattern.compile(
            "\\b(double|float|Double|Float|DoubleStream|mapToDouble|doubleValue|floatValue|BigDecimal|Math\\.(round|ceil|floor|pow|sqrt))\\b"
                    + "|\\b\\d[\\d_]*\\.\\d|\\b\\d+[fFdD]\\b");

    @Test
    void thereIsNone() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertTrue(sources.size() > 15, "an empty scan proves nothing");
            assertEquals(
                    List.of(), sources.stream().flatMap(NoFloatsTest::found).toList());
        }
    }

    @Test
    void theScanFindsThem() {
        for (String line : List.of("double a;", "x = 1.5;", "long b = (long) 3f;", "Math.round(x)", "0.0")) {
            assertTrue(FLOATING.matcher(line).find(), line);
        }
    }

    private static Stream<String> found(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.contains("\"") && !line.strip().startsWith("*") && !line.contains("/**"))
                    .filter(line -> FLOATING.matcher(line).find())
                    .map(line -> file.getFileName() + ": " + line.strip());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
