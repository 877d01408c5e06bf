package org.mutoscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that a holder kept: what the platform wrote verifies, and each change has its sentence. The samples are written by the platform. */
class StatementTest {
    private static final Path SAMPLES = Path.of("src/test/resources/statements");

    @TempDir
    Path folder;

    private static String sample(String name) throws IOException {
        return Files.readString(SAMPLES.resolve(name));
    }

    private StatementFile file(String name, String text) throws IOException {
        return StatementFile.read(Files.writeString(folder.resolve(name), text));
    }

    private static List<String> problems(StatementFile... files) {
        return StatementCheck.problems(List.of(files), null);
    }

    private static void says(String sentence, List<String> problems) {
        assertTrue(
                problems.stream().anyMatch(problem -> problem.contains(sentence)), () -> sentence + " in " + problems);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.json 2.json", "2.json 1.json", "1.csv 2.csv", "1.json 2.csv", "1.csv 2.json", "2.json"})
    void whatThePlatformWroteVerifies(String names) {
        List<StatementFile> files = Stream.of(names.split(" "))
                .map(name -> StatementFile.read(SAMPLES.resolve(name)))
                .toList();
        assertEquals(List.of(), StatementCheck.problems(files, null));
        assertEquals(List.of(), StatementCheck.problems(files, files.get(0).key()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.json|\"units\":5|\"units\":6",
                "1.json|\"micros\":100,|\"micros\":101,",
                "1.json|\"number\":1|\"number\":2",
                "1.json|\"holder\":\"acct_ann\"|\"holder\":\"acct_bob\"",
                "1.csv|,TIP,|,TAP,",
                "1.csv|sum,earned,100,|sum,earned,101,",
                "1.csv|payout,po1,2,|payout,po1,3,",
            })
    void aChangedCharacterShows(String name, String from, String to) throws IOException {
        String before = sample(name);
        String after = before.replaceFirst(
                "(?i)" + java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to));
        assertTrue(!after.equals(before), "nothing was changed");
        says("was changed: its content has another SHA-256", problems(file(name, after)));
    }

    @Test
    void aHashThatIsMadeToFitIsNotSigned() throws Exception {
        says(
                "is not signed with the key",
                problems(file("1.json", resealed(sample("1.json").replace("\"units\":5", "\"units\":6"), null))));
    }

    /** As somebody would who knows the format and has not the key. @param pair a key of their own, or null to leave the signature */
    private static String resealed(String text, KeyPair pair) throws Exception {
        String content = text.substring(0, text.lastIndexOf("\n\"sha256\"") + 1);
        byte[] sha = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
        String hash = HexFormat.of().formatHex(sha);
        String tail = text.substring(content.length())
                .replaceFirst("\"sha256\":\"[0-9a-f]*\"", "\"sha256\":\"" + hash + "\"");
        if (pair != null) {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(hash.getBytes(StandardCharsets.US_ASCII));
            tail = tail.replaceFirst(
                            "\"key\":\"[^\"]*\"",
                            "\"key\":\""
                                    + Base64.getEncoder()
                                            .encodeToString(pair.getPublic().getEncoded()) + "\"")
                    .replaceFirst(
                            "\"signature\":\"[^\"]*\"",
                            "\"signature\":\"" + Base64.getEncoder().encodeToString(signature.sign()) + "\"");
        }
        return content + tail;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"earned\":{\"on_hold\":100,|\"earned\":{\"on_hold\":101,|what is on hold makes 61 micros, and its closing says 60",
                "\"micros\":100,|\"micros\":99,|has lines of 3000089 micros, and its sums say 3000090",
                "\"id\":\"po1\",\"minor\":2,|\"id\":\"po1\",\"minor\":1,|has payouts of 1000000 micros, and its sums say 2000000",
                "\"id\":\"line_2\"|\"id\":\"line_1\"|has line line_1 twice",
                "\"released\":{\"on_hold\":-40,|\"released\":{\"on_hold\":-41,|releases to payable another amount",
                "\"opening\":{\"on_hold\":0,|\"opening\":{\"on_hold\":1,|is the first, and names one before it or begins with money",
                "\"previous\":\"0|\"previous\":\"1|is the first, and names one before it or begins with money",
            })
    void evenWithAKeyOfTheirOwnSumsHaveToFit(String from, String to, String sentence) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String text = resealed(sample("1.json").replace(from, to), pair);
        says(sentence, problems(file("1.json", text)));
        says(
                "is signed with another key",
                StatementCheck.problems(
                        List.of(file("1.json", text)),
                        StatementFile.read(SAMPLES.resolve("2.json")).key()));
    }

    @Test
    void whatDoesNotFollowShows() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        StatementFile first = file("1.json", resealed(sample("1.json"), pair));
        String second = sample("2.json");
        says(
                "statements in between are missing",
                problems(first, file("3.json", resealed(second.replace("\"number\":2", "\"number\":3"), pair))));
        says(
                "it names another statement before it",
                problems(
                        first,
                        file(
                                "2a.json",
                                resealed(second.replaceFirst("\"previous\":\"[0-9a-f]", "\"previous\":\"x"), pair))));
        says(
                "opens with 61 micros where 1.json closed with 60",
                problems(
                        first,
                        file(
                                "2b.json",
                                resealed(
                                        second.replace("\"opening\":{\"on_hold\":60", "\"opening\":{\"on_hold\":61"),
                                        pair))));
        says("has the number 1 of", problems(first, file("1b.json", resealed(sample("1.json"), pair))));
        says(
                "has line line_1, which another statement had before",
                problems(first, file("2c.json", resealed(second.replace("line_4", "line_1"), pair))));
        says(
                "names none before it",
                problems(file(
                        "2d.json",
                        resealed(
                                second.replaceFirst("\"previous\":\"[0-9a-f]{64}", "\"previous\":\"" + "0".repeat(64)),
                                pair))));
        says(
                "is signed with another key",
                problems(StatementFile.read(SAMPLES.resolve("1.json")), file("2.json", resealed(second, pair))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "[]",
                "a,b\r\n",
                "{\"format\":\"other\"\n\"sha256\":\"\"}",
                "statement,mutoscope-statement-1\r\n",
                "\u0000"
            })
    void whatIsNoStatementIsSaidToBe(String text) {
        Failure failure = assertThrows(Failure.class, () -> file("x", text));
        assertTrue(
                failure.getMessage().contains("is no statement of a Mutoscope that can be read"), failure.getMessage());
    }

    @Test
    void anAmountThatIsNotWholeIsRefused() throws IOException {
        String text = sample("1.json").replace("\"micros\":100,", "\"micros\":100.5,");
        assertThrows(Failure.class, () -> file("1.json", text));
        assertThrows(
                Failure.class, () -> file("1.json", sample("1.json").replace("\"micros\":100,", "\"micros\":1e400,")));
    }

    @Test
    void theCommandSaysWhatItFoundAndEndsSo() {
        assertEquals(
                0,
                Main.commandLine().execute("rights", "statement", "verify", SAMPLES + "/1.json", SAMPLES + "/2.json"));
        assertEquals(
                1, Main.commandLine().execute("rights", "statement", "verify", "--key", "AAAA", SAMPLES + "/1.json"));
    }
}
