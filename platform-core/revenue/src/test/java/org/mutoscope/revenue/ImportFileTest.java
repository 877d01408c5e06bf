package org.mutoscope.revenue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.revenue.Imports;

/** What a source may send, and what is said of the rest: nothing of a bad file is taken, and each bad line has a sentence. */
class ImportFileTest {
    private static final String HEAD = "period,source,currency,net_minor,asset,reference\n";
    private static final String HEAD7 = "period,source,currency,net_minor,asset,reference,corrects\n";
    private static final String GOOD = "2026-10,paper,EUR,1234,unattributed,r1\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "period,source\n",
                "period,source,currency,net_minor,asset,reference,colour\n2026-10,paper,EUR,1,unattributed,r,red\n",
                "period,source,currency,net_minor,asset,reference\n",
                "{\"period\": 1}"
            })
    void whatIsNoFileIsRefused(String text) {
        assertTrue(refused(csv(text)).getMessage().startsWith("Nothing of this file was taken"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2026-13,paper,EUR,1,unattributed,r|period is a month",
                "2026-1,paper,EUR,1,unattributed,r|period is a month",
                "2026-10,other,EUR,1,unattributed,r|source is not paper",
                "2026-10,paper,eur,1,unattributed,r|currency is no code",
                "2026-10,paper,XXX,1,unattributed,r|currency is no code",
                "2026-10,paper,EUR,0,unattributed,r|net_minor is a whole number",
                "2026-10,paper,EUR,1.50,unattributed,r|net_minor is a whole number",
                "2026-10,paper,EUR,1e3,unattributed,r|net_minor is a whole number",
                "2026-10,paper,EUR,9999999999999,unattributed,r|net_minor is a whole number",
                "2026-10,paper,EUR,-5,unattributed,r|net_minor is negative",
                "2026-10,paper,EUR,1,a clip,r|asset is the id",
                "2026-10,paper,EUR,1,invoice:0,r|asset is the id",
                "2026-10,paper,EUR,1,unattributed,|reference is 1 to 100",
                "2026-10,paper,EUR,1,unattributed,a b|reference is 1 to 100",
                "2026-10,paper,EUR,1,unattributed|it has not the 6 values",
                "2026-10,paper,EUR,1,\"unattributed,r|it has not the 6 values",
                "2026-10,paper,EUR,1,\"unattributed\"x,r|it has not the 6 values"
            })
    void aWrongLineIsNamedWithItsNumber(String line, String sentence) {
        Problem problem = refused(csv(HEAD + GOOD + "\n" + line + "\n"));
        assertEquals(Code.INVALID_IMPORT, problem.code());
        assertTrue(problem.getMessage().contains("line 4: " + sentence), problem.getMessage());
    }

    @Test
    void aReferenceTwiceAndALineThatCorrectsItself() {
        String twice = refused(csv(HEAD + GOOD + GOOD)).getMessage();
        assertTrue(twice.contains("line 3: reference r1 is in this file twice"), twice);
        String self = refused(csv(HEAD7 + "2026-10,paper,EUR,-1,unattributed,r1,r1\n"))
                .getMessage();
        assertTrue(self.contains("line 2: a line cannot correct itself"), self);
    }

    @Test
    void ofManyWrongLinesTheFirstTenAreNamed() {
        String message = refused(csv(HEAD + "2026-10,paper,EUR,0,unattributed,r\n".repeat(15)))
                .getMessage();
        assertTrue(message.contains("line 11:"), message);
        assertTrue(message.endsWith("And 5 more."), message);
    }

    @Test
    void whatIsNotUtf8OrTooLargeIsRefused() {
        byte[] bytes = (HEAD + GOOD).getBytes(StandardCharsets.UTF_16);
        assertTrue(refused(new Imports.File("paper", false, bytes, ""))
                .getMessage()
                .contains("not UTF-8"));
        byte[] large = new byte[ImportFile.MOST_BYTES + 1];
        assertTrue(refused(new Imports.File("paper", false, large, ""))
                .getMessage()
                .contains("larger than"));
        String many = "2026-10,paper,EUR,1,unattributed,r\n".repeat(ImportFile.MOST_LINES + 1);
        assertTrue(refused(csv(HEAD + many)).getMessage().contains("more than 10000 lines"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|an array of objects",
                "[1]|an array of objects",
                "[{]|no JSON",
                "[{\"period\": \"2026-10\", \"period\": \"2026-11\"}]|no JSON",
                "[{\"period\": true}]|is no text",
                "[{\"colour\": \"red\"}]|is unknown",
                "[{\"period\": \"2026-10\"}]|it lacks one of",
                "[{\"period\":\"2026-10\",\"source\":\"paper\",\"currency\":\"EUR\",\"net_minor\":1.0,\"asset\":\"unattributed\",\"reference\":\"r\"}]|whole number"
            })
    void jsonThatIsWrongIsRefused(String text, String sentence) {
        String message = refused(json(text)).getMessage();
        assertTrue(message.contains(sentence), message);
    }

    @Test
    void bothFormsSayTheSame() {
        List<ImportLine> csv = ImportFile.read(csv("\ufeff" + HEAD7.replace("\n", "\r\n")
                + "2026-10,paper,EUR,1234,\"video_1\",r1,\r\n2026-10, paper ,EUR,-34,video_1,\"r2\",r1\r\n"));
        List<ImportLine> json = ImportFile.read(json(
                "[{\"period\":\"2026-10\",\"source\":\"paper\",\"currency\":\"EUR\",\"net_minor\":1234,\"asset\":\"video_1\",\"reference\":\"r1\"},\n"
                        + " {\"period\":\"2026-10\",\"source\":\"paper\",\"currency\":\"EUR\",\"net_minor\":\"-34\",\"asset\":\"video_1\","
                        + "\"reference\":\"r2\",\"corrects\":\"r1\"}]"));
        assertEquals(List.of(2, 3), csv.stream().map(ImportLine::number).toList());
        assertEquals(
                csv.stream().map(ImportFileTest::bare).toList(),
                json.stream().map(ImportFileTest::bare).toList());
        assertEquals("r1", csv.get(1).corrects());
        assertEquals(-34, csv.get(1).minor());
    }

    private static List<Object> bare(ImportLine line) {
        return List.of(
                line.period(),
                line.source(),
                line.currency(),
                line.minor(),
                line.asset(),
                line.reference(),
                String.valueOf(line.corrects()));
    }

    private static Imports.File csv(String text) {
        return new Imports.File("paper", false, text.getBytes(StandardCharsets.UTF_8), "");
    }

    private static Imports.File json(String text) {
        return new Imports.File("paper", true, text.getBytes(StandardCharsets.UTF_8), "");
    }

    private static Problem refused(Imports.File file) {
        return assertThrows(Problem.class, () -> ImportFile.read(file));
    }
}
