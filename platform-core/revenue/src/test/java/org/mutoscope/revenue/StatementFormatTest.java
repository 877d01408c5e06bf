package org.mutoscope.revenue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mutoscope.revenue.StatementFacts.Line;
import org.mutoscope.revenue.StatementFacts.Paid;
import org.mutoscope.revenue.StatementFacts.Sum;
import org.mutoscope.revenue.StatementTable.Told;

/** The format as it was when the command line learned to verify it: what it is tested with is what this module writes. */
class StatementFormatTest {
    private static final Path SAMPLES = Path.of("../../distribution/cli/src/test/resources/statements");
    private static final Instant AT = Instant.parse("2026-09-03T10:00:00Z");
    private static final String NONE = "0".repeat(64);

    private static Line line(String id, long seq, String stream, long micros, String cause) {
        boolean adjusts = stream.equals("ADJUSTMENT");
        return new Line(
                id,
                seq,
                "2026-09",
                stream,
                adjusts ? null : "video_1",
                adjusts ? null : "subj_1",
                cause,
                adjusts ? 0 : 5,
                adjusts ? null : 3L,
                adjusts ? null : 7L,
                adjusts ? null : "3/7",
                false,
                micros,
                adjusts ? "line_1" : null,
                "fees@1",
                AT,
                AT);
    }

    private static Map<String, Sum> sums(Sum... moved) {
        Map<String, Sum> sums = new LinkedHashMap<>();
        List<String> names = List.of("earned", "adjusted", "released", "paid", "returned");
        for (int i = 0; i < moved.length; i++) {
            sums.put(names.get(i), moved[i]);
        }
        return sums;
    }

    static StatementFacts facts(int number) {
        return number == 1
                ? new StatementFacts(
                        sums(
                                new Sum(100, 3_000_000),
                                new Sum(0, -10),
                                new Sum(-40, 40),
                                new Sum(0, -2_000_000),
                                new Sum(0, 0)),
                        List.of(
                                line("line_1", 1, "FEE", 100, "grant_1"),
                                line("line_2", 2, "TIP", 3_000_000, "a \"tip\", =1+1"),
                                line("line_3", 3, "ADJUSTMENT", -10, "=cmd()")),
                        List.of(new Paid("po1", 2, 0, "files", AT, false)))
                : new StatementFacts(
                        sums(new Sum(0, 5), new Sum(0, 0), new Sum(0, 0), new Sum(0, 0), new Sum(0, 2_000_000)),
                        List.of(line("line_4", 4, "FEE", 5, "grant_\u00e9")),
                        List.of(new Paid("po1", 2, 0, "files", AT, true)));
    }

    static Sum opening(int number) {
        return number == 1 ? new Sum(0, 0) : new Sum(60, 1_000_030);
    }

    static Told told(int number, String previous) {
        return new Told(
                "stmt_" + number,
                number,
                "acct_ann",
                "EUR",
                number,
                "2026-0" + (8 + number),
                "mutoscope-revenue-1",
                Instant.EPOCH,
                AT,
                AT,
                60,
                1_000_030,
                previous,
                "",
                "");
    }

    @Test
    void whatIsWrittenIsWhatTheCommandLineVerifies() throws IOException {
        String previous = NONE;
        for (int number = 1; number <= 2; number++) {
            String content = new StatementText(told(number, previous), facts(number), opening(number)).content();
            String sample = Files.readString(SAMPLES.resolve(number + ".json"));
            assertEquals(sample.substring(0, sample.lastIndexOf("\n\"sha256\"") + 1), content);
            previous = Seal.hash(content);
            String table = Files.readString(SAMPLES.resolve(number + ".csv"));
            assertTrue(table.contains("\r\njson_sha256," + previous + "\r\n"), table);
        }
        assertTrue(Files.readString(SAMPLES.resolve("1.csv")).contains(",'=cmd(),"), "a formula");
    }
}
