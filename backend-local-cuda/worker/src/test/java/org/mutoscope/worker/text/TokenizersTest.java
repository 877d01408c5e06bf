package org.mutoscope.worker.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mutoscope.worker.model.PackageProblem;

class TokenizersTest {
    private static final Path GOLDENS = Path.of("src/test/resources/goldens/tokenizers");
    private static final String SOUND =
            """
            {"added_tokens":[{"id":0,"content":"<unk>","normalized":false}],"normalizer":{"type":"NFKC"},
             "pre_tokenizer":{"type":"Metaspace","replacement":"_","prepend_scheme":"first","split":false},
             "post_processor":{"type":"TemplateProcessing","single":[{"Sequence":{"id":"A"}},{"SpecialToken":{"id":"e"}}],
              "special_tokens":{"e":{"id":"e","ids":[3]}}},"padding":{"pad_id":7},
             "model":{"type":"Unigram","unk_id":0,"vocab":[["<unk>",0],["_ab",-1],["c",-2],["e",0]]}}""";

    @TempDir
    Path folder;

    @Test
    void readsItsOwnStepsAndNoOthers() throws Exception {
        Tokenizer sound = Tokenizers.read(file("tokenizer.json", SOUND));
        Tokens tokens = sound.encode("\uff41bc", 5);
        assertArrayEquals(new long[] {1, 2, 3, 7, 7}, tokens.ids());
        assertArrayEquals(new long[] {1, 1, 1, 0, 0}, tokens.mask());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"type\":\"NFKC\" | \"type\":\"Nmt\" | the normalizer Nmt",
                "\"type\":\"Metaspace\" | \"type\":\"Punctuation\" | the pre-tokenizer Punctuation",
                "\"first\" | \"last\" | prepend_scheme last",
                "\"TemplateProcessing\" | \"Other\" | the post-processor Other",
                "\"Unigram\" | \"WordPiece\" | the model WordPiece",
                "\"normalized\":false | \"lstrip\":true | lstrip of the added token",
                "\"pad_id\":7 | \"direction\":\"Left\" | padding on the left",
                "\"type\":\"Metaspace\" | \"type\":\"ByteLevel\" | add_prefix_space",
                "\"type\":\"NFKC\" | \"type\":\"Replace\",\"pattern\":{\"Regex\":\"(\"} | the pattern",
            })
    void refusesWhatItDoesNotKnowByName(String part, String other, String named) throws Exception {
        assertTrue(SOUND.contains(part), part);
        Path file = file("tokenizer.json", SOUND.replace(part, other));
        PackageProblem problem = assertThrows(PackageProblem.class, () -> Tokenizers.read(file));
        assertEquals("model_tokenizer_unknown", problem.code());
        assertTrue(problem.getMessage().contains(named), problem.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "tokenizer.json,''",
        "tokenizer.json,[]",
        "tokenizer.json,{",
        "spiece.model,''",
        "spiece.model,hello world"
    })
    void refusesDamage(String name, String content) throws Exception {
        Path file = file(name, content);
        PackageProblem problem = assertThrows(PackageProblem.class, () -> Tokenizers.read(file));
        assertEquals("model_tokenizer_invalid", problem.code());
    }

    @Test
    void refusesEveryTruncationOfASentencePieceModel() throws Exception {
        byte[] whole = Files.readAllBytes(GOLDENS.resolve("t5/spiece.model"));
        Path file = folder.resolve("spiece.model");
        for (int size = 0; size < whole.length - 200; size += 7) {
            Files.write(file, Arrays.copyOf(whole, size));
            try {
                Tokenizers.read(file).encode("\uff21\ufb01\u0301 x", 8);
            } catch (PackageProblem expected) {
                assertEquals("model_tokenizer_invalid", expected.code());
            }
        }
    }

    @Test
    void refusesARowWithoutRoomForTheSpecialOnes() throws Exception {
        Tokenizer clip = Tokenizers.read(GOLDENS.resolve("clip/vocab.json"), GOLDENS.resolve("clip/merges.txt"));
        assertThrows(IllegalArgumentException.class, () -> clip.encode("a", 1));
        assertEquals(2, clip.encode("a", 2).ids().length);
    }

    @Test
    void refusesMergesThatTheVocabularyLacks() throws Exception {
        Path vocabulary = file("vocab.json", "{\"<|startoftext|>\":0,\"<|endoftext|>\":1,\"a\":2,\"b\":3}");
        Path merges = file("merges.txt", "#version: 0.2\na b\n");
        PackageProblem problem = assertThrows(PackageProblem.class, () -> Tokenizers.read(vocabulary, merges));
        assertTrue(problem.getMessage().contains("\"ab\""), problem.getMessage());
    }

    @Test
    void readsAnyTextWithoutFail() throws Exception {
        Tokenizer[] all = {
            Tokenizers.read(GOLDENS.resolve("clip/tokenizer.json")),
            Tokenizers.read(GOLDENS.resolve("umt5/tokenizer.json"))
        };
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(40); j > 0; j--) {
                text.append((char) (random.nextBoolean() ? random.nextInt(0x3100) : random.nextInt(0x10000)));
            }
            for (Tokenizer tokenizer : all) {
                assertEquals(64, tokenizer.encode(text.toString(), 64).ids().length, "seed " + seed);
            }
        }
    }

    private Path file(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content);
    }
}
