package org.mutoscope.itests.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every error has a number, a name, a status and an owner; the page for operators has the same ones. */
class ErrorsPageTest {
    private static final Path CODE =
            Shipped.TOP.resolve("platform-core/contracts/src/main/java/org/mutoscope/core/problem/Code.java");
    private static final Path PAGE = Shipped.TOP.resolve("distribution/docs/operate/errors.md");
    private static final Pattern CONSTANT = Pattern.compile("(?m)^ {4}([A-Z_]+)\\((\\d+), (\\d+), Owner\\.([A-Z]+)\\)");
    private static final Pattern LINE =
            Pattern.compile("(?m)^\\| (\\d{4}) \\| `([a-z_]+)` \\| (\\d{3}) \\| ([a-z]+) \\|");
    private static final Pattern LITERAL =
            Pattern.compile("(?:Detour\\.failed|Ended\\.(?:Failed|Refused)|new Fault)\\(\\s*\"");

    @Test
    void thePageHasWhatTheTableHas() throws IOException {
        Map<String, String> table = new TreeMap<>();
        for (Matcher code = CONSTANT.matcher(Files.readString(CODE)); code.find(); ) {
            String was = table.put(
                    code.group(2),
                    String.join(" ", code.group(1), code.group(3), code.group(4))
                            .toLowerCase(Locale.ROOT));
            assertEquals(null, was, "two errors have number " + code.group(2));
        }
        Map<String, String> page = new TreeMap<>();
        for (Matcher line = LINE.matcher(Files.readString(PAGE)); line.find(); ) {
            page.put(line.group(1), String.join(" ", line.group(2), line.group(3), line.group(4)));
        }
        assertTrue(table.size() > 50, "only " + table.size() + " errors were found");
        assertEquals(table, page);
    }

    @Test
    void jobsEndWithErrorsOfTheTable() throws IOException {
        for (String module : new String[] {"jobs", "pipeline"}) {
            try (Stream<Path> files = Files.walk(Shipped.TOP.resolve("platform-core/" + module + "/src/main"))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    assertTrue(
                            !LITERAL.matcher(Files.readString(file)).find(),
                            file.getFileName() + " ends a job with a name of its own: take a Code");
                }
            }
        }
    }
}
