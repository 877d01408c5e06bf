package org.mutoscope.guard.names;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The shipped tables are what ICU4J says. After a new version of ICU4J: run with {@code -Dnames.tables=write} and commit the difference. */
class TablesTest {
    private static final Path FOLDER = Path.of("src/main/resources/org/mutoscope/guard/names");
    private static final boolean WRITE = "write".equals(System.getProperty("names.tables"));

    /** Every 23rd character, since all of them take 20 s; those of one alphabet fall together or not at all. */
    private static final int STEP = WRITE ? 1 : 23;

    @Test
    void theTableIsThatOfIcu() throws IOException {
        Path file = FOLDER.resolve("fold.txt");
        String wanted = Tables.fold(STEP);
        if (WRITE) {
            Files.writeString(file, wanted);
            Files.writeString(FOLDER.resolve("pinyin.txt"), Tables.pinyin());
        }
        String shown = Files.readAllLines(file).stream()
                .filter(row -> (Integer.parseInt(row.substring(0, row.indexOf('\t')), 16) - 0x80) % STEP == 0)
                .map(row -> row + "\n")
                .collect(Collectors.joining());
        assertEquals(wanted, shown, "write it anew with -Dnames.tables=write");
    }
}
