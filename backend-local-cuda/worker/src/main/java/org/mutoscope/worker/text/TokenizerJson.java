package org.mutoscope.worker.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.mutoscope.worker.model.PackageProblem;

/** A tokenizer.json of the tokenizers library, step by step as it says; a step or option that is not supported is refused by name. */
final class TokenizerJson {
    private final String file;
    private final JsonNode json;

    private TokenizerJson(String file, JsonNode json) {
        this.file = file;
        this.json = json;
    }

    static Tokenizer read(String file, byte[] bytes) throws PackageProblem {
        JsonNode json;
        try {
            json = new ObjectMapper().readTree(bytes);
        } catch (IOException e) {
            throw Tokenizers.broken(file, "is no JSON");
        }
        if (!json.path("model").isObject()) {
            throw Tokenizers.broken(file, "holds no model");
        }
        return new TokenizerJson(file, json).tokenizer();
    }

    private Tokenizer tokenizer() throws PackageProblem {
        UnaryOperator<String> normal = JsonSteps.normalizer(json.path("normalizer"));
        Splitter words = JsonSteps.splitter(json.path("pre_tokenizer"));
        PieceModel model = model(json.path("model"));
        PieceTokenizer.Steps steps =
                new PieceTokenizer.Steps(added(false, text -> text), added(true, normal), normal, words, model);
        return new PieceTokenizer(steps, frame(model));
    }

    private PieceModel model(JsonNode model) throws PackageProblem {
        String type = model.path("type").asText(model.has("merges") ? "BPE" : "Unigram");
        return switch (type) {
            case "Unigram" -> unigram(model);
            case "BPE" -> pairs(model);
            default -> throw Tokenizers.unknown("the model " + type);
        };
    }

    private Unigram unigram(JsonNode model) throws PackageProblem {
        List<Unigram.Piece> pieces = new ArrayList<>();
        for (JsonNode piece : model.path("vocab")) {
            pieces.add(new Unigram.Piece(piece.path(0).asText(), piece.path(1).asDouble()));
        }
        int unknown = model.path("unk_id").asInt(-1);
        if (unknown < 0 || unknown >= pieces.size()) {
            throw Tokenizers.broken(file, "names no piece for the unknown");
        }
        return new Unigram(pieces, unknown, model.path("byte_fallback").asBoolean(false));
    }

    private BytePairs pairs(JsonNode model) throws PackageProblem {
        for (String option :
                List.of("dropout", "fuse_unk", "byte_fallback", "ignore_merges", "continuing_subword_prefix")) {
            JsonNode value = model.path(option);
            if (!value.isMissingNode()
                    && !value.isNull()
                    && !value.asText().isEmpty()
                    && !value.asText().equals("false")) {
                throw Tokenizers.unknown("the option " + option + " = " + value);
            }
        }
        Map<String, Integer> vocabulary = new HashMap<>();
        for (Map.Entry<String, JsonNode> piece : model.path("vocab").properties()) {
            vocabulary.put(piece.getKey(), piece.getValue().intValue());
        }
        List<String[]> merges = new ArrayList<>();
        for (JsonNode merge : model.path("merges")) {
            merges.add(
                    merge.isArray()
                            ? new String[] {
                                merge.path(0).asText(), merge.path(1).asText()
                            }
                            : ClipFiles.pair(merge.asText()));
        }
        return new BytePairs(
                vocabulary,
                merges,
                model.path("end_of_word_suffix").asText("").replace("null", ""),
                model.path("unk_token").textValue());
    }

    private AddedPieces added(boolean normalised, UnaryOperator<String> normal) throws PackageProblem {
        List<AddedPieces.Added> pieces = new ArrayList<>();
        for (JsonNode token : json.path("added_tokens")) {
            for (String option : List.of("single_word", "lstrip", "rstrip")) {
                if (token.path(option).asBoolean(false)) {
                    throw Tokenizers.unknown(option + " of the added token " + token.path("content"));
                }
            }
            if (token.path("normalized").asBoolean(false) == normalised) {
                pieces.add(new AddedPieces.Added(
                        normal.apply(token.path("content").asText()),
                        token.path("id").intValue()));
            }
        }
        return new AddedPieces(pieces);
    }

    private PieceTokenizer.Frame frame(PieceModel model) throws PackageProblem {
        for (String option : List.of("truncation", "padding")) {
            if (json.path(option).path("direction").asText("Right").equals("Left")) {
                throw Tokenizers.unknown(option + " on the left");
            }
        }
        int[][] around = JsonSteps.around(json.path("post_processor"));
        int[] after = around[1];
        int otherwise = model.id("<pad>").orElse(after.length > 0 ? after[after.length - 1] : 0);
        return new PieceTokenizer.Frame(
                around[0], after, json.path("padding").path("pad_id").asInt(otherwise));
    }
}
