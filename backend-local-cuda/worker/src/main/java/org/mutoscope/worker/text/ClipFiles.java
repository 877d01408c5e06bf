package org.mutoscope.worker.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.mutoscope.worker.model.PackageProblem;

/** CLIP's tokenizer in its older form, vocab.json and merges.txt (Radford et al., arXiv 2103.00020): what stands in tokenizer.json is fixed here. */
final class ClipFiles {
    static final String FIRST = "<|startoftext|>";
    static final String LAST = "<|endoftext|>";

    private static final Pattern WORDS = Spellings.pattern(
            "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+");
    private static final Pattern GAPS = Spellings.pattern("\\s+");

    private ClipFiles() {}

    static Tokenizer read(byte[] vocabulary, byte[] merges) throws PackageProblem {
        Map<String, Integer> ids = vocabulary(vocabulary);
        BytePairs model = new BytePairs(ids, merges(merges), "</w>", LAST);
        int first = model.id(FIRST).orElseThrow(() -> Tokenizers.broken("vocab.json", "does not know " + FIRST));
        int last = ids.get(LAST);
        AddedPieces special =
                new AddedPieces(List.of(new AddedPieces.Added(FIRST, first), new AddedPieces.Added(LAST, last)));
        UnaryOperator<String> normal =
                text -> Spellings.lower(GAPS.matcher(Spellings.nfc(text)).replaceAll(" "));
        Splitter words =
                Splitter.found(WORDS, false).then(Spellings.gpt2Words()).then(Splitter.bytes());
        return new PieceTokenizer(
                new PieceTokenizer.Steps(special, new AddedPieces(List.of()), normal, words, model),
                new PieceTokenizer.Frame(new int[] {first}, new int[] {last}, last));
    }

    private static Map<String, Integer> vocabulary(byte[] json) throws PackageProblem {
        try {
            JsonNode tree = new ObjectMapper().readTree(json);
            Map<String, Integer> ids = new HashMap<>();
            for (Map.Entry<String, JsonNode> piece : tree.properties()) {
                ids.put(piece.getKey(), piece.getValue().intValue());
            }
            return ids;
        } catch (IOException e) {
            throw Tokenizers.broken("vocab.json", "is no JSON");
        }
    }

    private static List<String[]> merges(byte[] text) throws PackageProblem {
        List<String[]> pairs = new ArrayList<>();
        for (String line : new String(text, StandardCharsets.UTF_8).split("\r?\n")) {
            if (!line.isEmpty() && !line.startsWith("#version")) {
                pairs.add(pair(line));
            }
        }
        return pairs;
    }

    static String[] pair(String line) throws PackageProblem {
        String[] pair = line.split(" ", -1);
        if (pair.length != 2) {
            throw Tokenizers.broken("the list of merges", "holds \"" + line + "\", which is no pair");
        }
        return pair;
    }
}
