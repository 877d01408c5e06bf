package org.mutoscope.worker.text;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** Ways to write a text anew, as the tokenizers library does them. */
final class Spellings {
    private static final Pattern GPT2 =
            pattern("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+");

    private Spellings() {}

    /** White space, letters and digits as Unicode defines them. */
    static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS);
    }

    static Splitter gpt2Words() {
        return Splitter.found(GPT2, true);
    }

    static String nfc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /** Lower case of each code point on its own: no final sigma, no language. */
    static String lower(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        text.codePoints().forEach(code -> {
            lower.appendCodePoint(Character.toLowerCase(code));
            if (code == 0x130) {
                lower.append('\u0307'); // the only one that becomes two
            }
        });
        return lower.toString();
    }
}
