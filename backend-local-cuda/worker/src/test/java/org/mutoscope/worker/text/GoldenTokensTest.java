package org.mutoscope.worker.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every tokenizer against what transformers made of a multilingual corpus (model-tools, golden_tokenizers). With
 * {@code -Dmutoscope.tokenizers=FOLDER} also those that its option --full wrote there.
 */
class GoldenTokensTest {
    @TestFactory
    Stream<DynamicTest> findsTheIdsOfTransformers() throws Exception {
        List<DynamicTest> tests = new ArrayList<>(tests(Path.of("src/test/resources/goldens/tokenizers")));
        String full = System.getProperty("mutoscope.tokenizers");
        if (full != null) {
            tests.addAll(tests(Path.of(full)));
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> cleansPromptsAsWanDoes() throws Exception {
        JsonNode golden = new ObjectMapper()
                .readTree(Path.of("src/test/resources/goldens/tokenizers/golden.json")
                        .toFile());
        assertEquals(golden.path("texts").size(), golden.path("wan_cleaned").size());
        return IntStream.range(0, golden.path("texts").size()).mapToObj(i -> {
            String text = golden.path("texts").path(i).path("text").asText();
            return DynamicTest.dynamicTest(
                    i + " " + text,
                    () -> assertEquals(golden.path("wan_cleaned").path(i).asText(), PromptCleaning.wan(text)));
        });
    }

    private static List<DynamicTest> tests(Path folder) throws Exception {
        JsonNode golden =
                new ObjectMapper().readTree(folder.resolve("golden.json").toFile());
        assertTrue(golden.path("texts").size() >= 40);
        assertEquals(6, golden.path("tokenizers").size());
        List<DynamicTest> tests = new ArrayList<>();
        for (Map.Entry<String, JsonNode> one : golden.path("tokenizers").properties()) {
            Path file = folder.resolve(one.getKey());
            Tokenizer tokenizer = one.getKey().endsWith("vocab.json")
                    ? Tokenizers.read(file, file.resolveSibling("merges.txt"))
                    : Tokenizers.read(file);
            for (int i = 0; i < golden.path("texts").size(); i++) {
                JsonNode text = golden.path("texts").path(i);
                JsonNode expected = one.getValue().path("cases").path(i);
                int fill = one.getValue().path("fill").asInt();
                tests.add(DynamicTest.dynamicTest(file + " " + text, () -> {
                    String whole =
                            text.path("text").asText().repeat(text.path("times").asInt());
                    compare(
                            expected.path("huge"),
                            tokenizer.encode(whole, golden.path("huge").asInt()),
                            fill);
                    JsonNode tiny = expected.path(expected.has("tiny") ? "tiny" : "huge");
                    compare(tiny, tokenizer.encode(whole, golden.path("tiny").asInt()), fill);
                }));
            }
        }
        return tests;
    }

    private static void compare(JsonNode expected, Tokens tokens, int fill) throws Exception {
        int count = (int) Arrays.stream(tokens.mask()).sum();
        String ids =
                Arrays.stream(tokens.ids(), 0, count).mapToObj(Long::toString).collect(Collectors.joining(","));
        if (expected.isArray()) {
            assertEquals(expected.toString(), "[" + ids + "]");
        } else {
            assertEquals(expected.path("count").asInt(), count);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(ids.getBytes(StandardCharsets.US_ASCII));
            assertEquals(expected.path("sha256").asText(), HexFormat.of().formatHex(digest, 0, 8));
        }
        for (int i = 0; i < tokens.ids().length; i++) {
            assertEquals(i < count ? 1 : 0, tokens.mask()[i]);
            assertTrue(i < count || tokens.ids()[i] == fill, "filled up with " + tokens.ids()[i]);
        }
    }
}
