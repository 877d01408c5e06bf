package org.mutoscope.worker.text;

import java.nio.charset.Charset;
import java.text.Normalizer;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Wan's pipeline in diffusers does to a prompt before its tokenizer sees it: ftfy.fix_text, HTML's character references resolved twice, each
 * run of white space made one space. Of ftfy all is done but the repair of text decoded in the wrong encoding ("Ã©"); of HTML's names the common
 * ones are known.
 */
public final class PromptCleaning {
    private static final Pattern REFERENCE =
            Pattern.compile("&(#[0-9]{1,9};?|#[xX][0-9a-fA-F]{1,8};?|[A-Za-z][A-Za-z0-9]{1,31};)");
    private static final Pattern SPACES = Spellings.pattern("\\s+");
    private static final Pattern ESCAPES = Pattern.compile("\u001b\\[([0-9;]*)([a-zA-Z])");
    private static final Pattern CONTROLS =
            Pattern.compile("[\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f\\u206a-\\u206f\\ufeff\\ufff9-\\ufffc]");
    private static final Pattern LATE_CONTROLS = Pattern.compile("[\\x80-\\x9f]");
    // Ligatures, wide and narrow forms: those of ftfy, whose compatibility forms are what it puts there.
    private static final Pattern FORMS = Pattern.compile(
            "[\\u0132\\u0133\\u0149\\u01c4-\\u01cc\\u01f1-\\u01f3\\ufb00-\\ufb06\\u3000\\uff01-\\uffef]");
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("amp", "&"),
            Map.entry("lt", "<"),
            Map.entry("gt", ">"),
            Map.entry("quot", "\""),
            Map.entry("apos", "'"),
            Map.entry("nbsp", "\u00a0"),
            Map.entry("hellip", "\u2026"),
            Map.entry("ndash", "\u2013"),
            Map.entry("mdash", "\u2014"),
            Map.entry("lsquo", "\u2018"),
            Map.entry("rsquo", "\u2019"),
            Map.entry("ldquo", "\u201c"),
            Map.entry("rdquo", "\u201d"),
            Map.entry("bull", "\u2022"),
            Map.entry("copy", "\u00a9"),
            Map.entry("reg", "\u00ae"),
            Map.entry("trade", "\u2122"),
            Map.entry("deg", "\u00b0"),
            Map.entry("euro", "\u20ac"),
            Map.entry("times", "\u00d7"));

    private PromptCleaning() {}

    /** The prompt as Wan's tokenizer gets it. */
    public static String wan(String prompt) {
        String text = resolve(resolve(fix(prompt)));
        return Whitespace.strip(SPACES.matcher(text).replaceAll(" "), true, true);
    }

    // Until nothing changes, as ftfy does it; it leaves references alone in what may be HTML.
    private static String fix(String prompt) {
        boolean html = prompt.indexOf('<') >= 0;
        String text = prompt;
        for (int turn = 0; turn < 10; turn++) {
            String fixed = once(html ? text : resolve(text));
            if (fixed.equals(text)) {
                return text;
            }
            text = fixed;
        }
        return text;
    }

    private static String once(String given) {
        String text = LATE_CONTROLS
                .matcher(given)
                .replaceAll(match -> late(match.group().charAt(0)));
        text = FORMS.matcher(text).replaceAll(match -> Matcher.quoteReplacement(form(match.group())));
        text = text.replaceAll("[\u02bc\u2018-\u201b]", "'").replaceAll("[\u201c-\u201f]", "\"");
        text = text.replaceAll("\r\n|[\r\u2028\u2029]", "\n").replaceAll("[\\ud800-\\udfff]", "\ufffd");
        text = CONTROLS.matcher(ESCAPES.matcher(text).replaceAll("")).replaceAll("");
        return Spellings.nfc(text);
    }

    private static String late(char control) {
        String other = new String(new byte[] {(byte) control}, WINDOWS);
        return other.equals("\ufffd") ? String.valueOf(control) : other;
    }

    private static String form(String character) {
        return switch (character) {
            case "\u0149" -> "\u02bcn";
            case "\ufb05" -> "\u017ft";
            default -> Normalizer.normalize(character, Normalizer.Form.NFKC);
        };
    }

    private static String resolve(String text) {
        return REFERENCE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(character(match)));
    }

    private static String character(MatchResult reference) {
        String name = reference.group(1).replace(";", "");
        if (!name.startsWith("#")) {
            return NAMES.getOrDefault(name, reference.group());
        }
        boolean hex = name.length() > 1 && (name.charAt(1) == 'x' || name.charAt(1) == 'X');
        long code = hex ? Long.parseLong(name.substring(2), 16) : Long.parseLong(name.substring(1));
        if (code == 0 || code > Character.MAX_CODE_POINT || (code >= 0xd800 && code <= 0xdfff)) {
            return "\ufffd";
        }
        if (code >= 0x80 && code < 0xa0) {
            return late((char) code);
        }
        boolean valid = code == 9 || code == 10 || code == 12 || code == 13 || (code >= 0x20 && code != 0x7f);
        return valid ? Character.toString((int) code) : "";
    }
}
