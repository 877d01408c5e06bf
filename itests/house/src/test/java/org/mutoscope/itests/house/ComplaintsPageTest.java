package org.mutoscope.itests.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each complaint of decision 0020 names tests, and each test that is named is there. */
class ComplaintsPageTest {
    private static final Path PAGE =
            Shipped.TOP.resolve("distribution/docs/decisions/0020-what-operators-complained-about.md");
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final Pattern PROMISE = Pattern.compile("`([A-Z]\\d+)`");
    private static final int COMPLAINTS = 45;
    private static final Map<String, String> SOURCES = new HashMap<>();
    private static String promises;

    @BeforeAll
    static void read() throws IOException {
        for (Path file : java()) {
            String name = file.getFileName().toString();
            if (name.matches(".*(Test|IT|Contract)\\.java")) {
                SOURCES.put(name.replace(".java", ""), Files.readString(file));
            }
        }
        StringBuilder outside = new StringBuilder();
        for (Path file : java()) {
            if (file.toString().contains("itests/outside")) {
                outside.append(Files.readString(file));
            }
        }
        promises = outside.toString();
    }

    private static List<Path> java() throws IOException {
        try (Stream<Path> files = Files.walk(Shipped.TOP)) {
            return files.filter(
                            f -> f.toString().endsWith(".java") && !f.toString().contains("/target/"))
                    .toList();
        }
    }

    @Test
    void everyComplaintNamesATest() throws IOException {
        List<String> rows = rows();
        assertTrue(rows.size() >= COMPLAINTS, "complaints may be added, never removed: " + rows.size());
        for (String row : rows) {
            String shown = row.split("\\|")[3];
            assertTrue(TEST.matcher(shown).find() || PROMISE.matcher(shown).find(), "no test is named: " + row);
        }
    }

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        List<String> missing = new ArrayList<>();
        for (String row : rows()) {
            for (Matcher test = TEST.matcher(row); test.find(); ) {
                String source = SOURCES.getOrDefault(test.group(1), "");
                if (!Pattern.compile("@Test\\s+(public |default )?void " + test.group(2) + "\\(")
                        .matcher(source)
                        .find()) {
                    missing.add(test.group());
                }
            }
            for (Matcher promise = PROMISE.matcher(row); promise.find(); ) {
                if (!promises.contains('"' + promise.group(1) + '"')) {
                    missing.add(promise.group());
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    /** Lines of the tables that begin with a thread's name. */
    private static List<String> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.matches("\\| [\\w.-]+ .*(#|-)\\d+.*\\|.*\\|.*\\|"))
                .toList();
    }
}
