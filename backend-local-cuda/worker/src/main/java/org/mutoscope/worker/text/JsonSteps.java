package org.mutoscope.worker.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.Base64;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.mutoscope.worker.model.PackageProblem;

/** The steps of a tokenizer.json around its model. */
final class JsonSteps {
    private JsonSteps() {}

    static UnaryOperator<String> normalizer(JsonNode step) throws PackageProblem {
        String type = type(step);
        switch (type) {
            case "":
                return text -> text;
            case "Sequence":
                UnaryOperator<String> all = text -> text;
                for (JsonNode part : step.path("normalizers")) {
                    UnaryOperator<String> before = all;
                    UnaryOperator<String> next = normalizer(part);
                    all = text -> next.apply(before.apply(text));
                }
                return all;
            case "Precompiled":
                return charsmap(step.path("precompiled_charsmap"));
            case "NFC", "NFD", "NFKC", "NFKD":
                Normalizer.Form form = Normalizer.Form.valueOf(type);
                return text -> Normalizer.normalize(text, form);
            case "Lowercase":
                return Spellings::lower;
            case "Strip":
                boolean left = step.path("strip_left").asBoolean(true);
                boolean right = step.path("strip_right").asBoolean(true);
                return text -> Whitespace.strip(text, left, right);
            case "Prepend":
                String prefix = step.path("prepend").asText();
                return text -> text.isEmpty() ? text : prefix + text;
            case "Replace":
                Pattern pattern = pattern(step.path("pattern"));
                String content = Matcher.quoteReplacement(step.path("content").asText());
                return text -> pattern.matcher(text).replaceAll(content);
            default:
                throw Tokenizers.unknown("the normalizer " + type);
        }
    }

    private static UnaryOperator<String> charsmap(JsonNode base64) throws PackageProblem {
        if (!base64.isTextual()) {
            return text -> text;
        }
        try {
            return Charsmap.read(Base64.getDecoder().decode(base64.asText()))::apply;
        } catch (IllegalArgumentException e) {
            throw Tokenizers.broken("the table of spellings", "is damaged");
        }
    }

    static Splitter splitter(JsonNode step) throws PackageProblem {
        String type = type(step);
        switch (type) {
            case "":
                return Splitter.none();
            case "Sequence":
                Splitter all = Splitter.none();
                for (JsonNode part : step.path("pretokenizers")) {
                    all = all.then(splitter(part));
                }
                return all;
            case "WhitespaceSplit":
                return Splitter.whitespace();
            case "Metaspace":
                return metaspace(step);
            case "ByteLevel":
                return byteLevel(step);
            case "Split":
                return split(step);
            default:
                throw Tokenizers.unknown("the pre-tokenizer " + type);
        }
    }

    private static Splitter metaspace(JsonNode step) throws PackageProblem {
        String scheme =
                step.path("prepend_scheme").asText(step.path("add_prefix_space").asBoolean(true) ? "always" : "never");
        int prefix =
                switch (scheme) {
                    case "always" -> 1;
                    case "first" -> 0;
                    case "never" -> -1;
                    default -> throw Tokenizers.unknown("the prepend_scheme " + scheme);
                };
        return Splitter.marks(
                step.path("replacement").asText("\u2581"),
                prefix,
                step.path("split").asBoolean(true));
    }

    private static Splitter byteLevel(JsonNode step) throws PackageProblem {
        if (step.path("add_prefix_space").asBoolean(true)) {
            throw Tokenizers.unknown("add_prefix_space of ByteLevel");
        }
        return step.path("use_regex").asBoolean(true) ? Spellings.gpt2Words().then(Splitter.bytes()) : Splitter.bytes();
    }

    private static Splitter split(JsonNode step) throws PackageProblem {
        Pattern pattern = pattern(step.path("pattern"));
        boolean inverted = step.path("invert").asBoolean(false);
        return switch (step.path("behavior").asText()) {
            case "Removed" -> inverted ? Splitter.found(pattern, false) : Splitter.around(pattern);
            case "Isolated" -> Splitter.found(pattern, true);
            default -> throw Tokenizers.unknown("the split " + step.path("behavior"));
        };
    }

    private static Pattern pattern(JsonNode pattern) throws PackageProblem {
        try {
            return pattern.has("String")
                    ? Pattern.compile(pattern.path("String").asText(), Pattern.LITERAL)
                    : Spellings.pattern(pattern.path("Regex").asText());
        } catch (PatternSyntaxException e) {
            throw Tokenizers.unknown("the pattern " + pattern);
        }
    }

    /** Special numbers before and after a text. */
    static int[][] around(JsonNode step) throws PackageProblem {
        switch (type(step)) {
            case "", "ByteLevel":
                return new int[2][0];
            case "RobertaProcessing", "BertProcessing":
                return new int[][] {
                    {step.path("cls").path(1).intValue()},
                    {step.path("sep").path(1).intValue()}
                };
            case "TemplateProcessing":
                return template(step);
            default:
                throw Tokenizers.unknown("the post-processor " + type(step));
        }
    }

    private static int[][] template(JsonNode step) throws PackageProblem {
        Ids[] around = {new Ids(), new Ids()};
        int side = 0;
        for (JsonNode item : step.path("single")) {
            if (item.has("Sequence")) {
                side++;
                continue;
            }
            JsonNode ids = step.path("special_tokens")
                    .path(item.path("SpecialToken").path("id").asText())
                    .path("ids");
            if (ids.isEmpty() || side > 1) {
                throw Tokenizers.broken("tokenizer.json", "has a template that makes no sense");
            }
            for (JsonNode id : ids) {
                around[side].add(id.intValue());
            }
        }
        return new int[][] {around[0].all(), around[1].all()};
    }

    private static String type(JsonNode step) {
        return step.path("type").asText("");
    }
}
