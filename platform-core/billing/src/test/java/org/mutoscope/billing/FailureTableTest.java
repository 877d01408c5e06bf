package org.mutoscope.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about failures names a test for each line, and each of them is there. */
class FailureTableTest {
    private static final Path ROOT = Path.of("../..");
    private static final Path PAGE = ROOT.resolve("distribution/docs/concepts/failures.md");
    private static final List<String> MODULES = List.of(
            "platform-core/billing",
            "platform-core/credits",
            "platform-core/jobs",
            "platform-core/pipeline",
            "bundles/storage-jdbc");
    private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z]+Test)\\.([a-zA-Z0-9]+)`");

    @Test
    void eachLineNamesATestThatIsThere() throws IOException {
        List<String> missing = new ArrayList<>();
        int lines = 0;
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("| ") && !line.startsWith("| event") && !line.startsWith("| ---")) {
                lines++;
                Matcher named = NAMED.matcher(line);
                assertTrue(named.find(), "this line names no test: " + line);
                do {
                    if (!there(named.group(1), named.group(2))) {
                        missing.add(named.group());
                    }
                } while (named.find());
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(lines >= 21, "the table has lost lines: " + lines);
    }

    private static boolean there(String type, String method) throws IOException {
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                for (Path file :
                        files.filter(path -> path.endsWith(type + ".java")).toList()) {
                    if (Files.readString(file).contains("void " + method + "(")) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
