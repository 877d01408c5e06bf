package org.mutoscope.guard.names;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How Japanese kana and Chinese characters are read, in Latin letters: kana by Hepburn without long vowels, Chinese by Pinyin without
 * tones. Kanji are not read in Japanese: that takes a dictionary, so holders register their names in kana too.
 */
final class Reading {
    private static final String[] SYLLABLES = {
        "あ a い i う u え e お o", "か ka き ki く ku け ke こ ko", "さ sa し shi す su せ se そ so", "た ta ち chi つ tsu て te と to",
        "な na に ni ぬ nu ね ne の no", "は ha ひ hi ふ fu へ he ほ ho", "ま ma み mi む mu め me も mo", "や ya ゆ yu よ yo",
        "ら ra り ri る ru れ re ろ ro", "わ wa を o ん n ゐ i ゑ e", "が ga ぎ gi ぐ gu げ ge ご go", "ざ za じ ji ず zu ぜ ze ぞ zo",
        "だ da ぢ ji づ zu で de ど do", "ば ba び bi ぶ bu べ be ぼ bo", "ぱ pa ぴ pi ぷ pu ぺ pe ぽ po", "ゔ vu っ tsu"
    };
    private static final Map<String, String> KANA = new HashMap<>();
    private static final Map<Character, String> PINYIN = new HashMap<>();
    private static final String SMALL = "ぁぃぅぇぉゃゅょ";
    private static final int VOWELS = 5;

    /** Fewest Chinese characters of a name whose reading is looked for: two syllables mean many things. */
    static final int FEWEST = 3;

    static {
        for (String row : SYLLABLES) {
            String[] parts = row.split(" ");
            for (int i = 0; i < parts.length; i += 2) {
                KANA.put(Normalizer.normalize(parts[i], Normalizer.Form.NFD), parts[i + 1]);
            }
        }
        for (String line : Fold.lines("pinyin.txt")) {
            String[] parts = line.split("\t");
            for (char c : parts[1].toCharArray()) {
                PINYIN.put(c, parts[0]);
            }
        }
    }

    private Reading() {}

    /** Whether there is anything to read in it. */
    static boolean has(Plain text) {
        for (int i = 0; i < text.length; i++) {
            if (isRead(text.script[i])) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRead(Script script) {
        return script == Script.HAN || script == Script.HIRAGANA || script == Script.KATAKANA;
    }

    /** The same text with what can be read in Latin letters, each of which keeps the place and the writing of its character. */
    static Plain of(Plain text) {
        Plain read = new Plain(text.length * 3 + 16);
        for (int i = 0; i < text.length; ) {
            int next = i + 1;
            if (next < text.length && (text.says[next] == '\u3099' || text.says[next] == '\u309A')) {
                next++;
            }
            read.apart(text.gap[i]);
            i = syllable(text, i, next, read);
        }
        return read;
    }

    private static int syllable(Plain text, int at, int next, Plain read) {
        String kana = KANA.get(new String(text.says, at, next - at));
        String pinyin = text.script[at] == Script.HAN ? PINYIN.get(text.says[at]) : null;
        if (kana == null && pinyin == null) {
            read.add(text.says[at], text.looks[at], text.from[at], text.to[at], text.script[at], text.upper[at]);
            return at + 1;
        }
        int after = next;
        char small = kana != null && next < text.length && text.gap[next] == Plain.JOINED ? text.says[next] : 0;
        String letters = kana == null ? pinyin : glide(kana, small);
        if (kana != null && SMALL.indexOf(small) >= 0) {
            after++;
        }
        if (text.says[at] == 'っ') {
            letters = doubled(text, after);
        }
        for (int i = 0; i < letters.length(); i++) {
            char c = letters.charAt(i);
            read.add(c, Plain.look(c), text.from[at], text.to[after - 1], text.script[at], false);
        }
        return after;
    }

    /** A syllable with the small letter after it: ki and a small ya are kya, fu and a small a are fa. */
    private static String glide(String kana, char small) {
        int which = SMALL.indexOf(small);
        if (which < 0) {
            return kana;
        }
        String start = kana.equals("u") ? "w" : kana.substring(0, kana.length() - 1);
        boolean y = which >= VOWELS
                && kana.endsWith("i")
                && !List.of("shi", "chi", "ji").contains(kana);
        return start + (y ? "y" : "") + "aiueoauo".charAt(which);
    }

    /** The small tsu doubles the consonant after it. */
    private static String doubled(Plain text, int next) {
        String after = next < text.length ? KANA.getOrDefault(String.valueOf(text.says[next]), "") : "";
        return after.isEmpty() ? "" : after.substring(0, 1);
    }

    /** The reading of a name, or null if it has none of its own or is too short for one. */
    static Plain ofName(Plain name) {
        int han = 0;
        int kana = 0;
        for (int i = 0; i < name.length; i++) {
            han += name.script[i] == Script.HAN ? 1 : 0;
            kana += name.script[i] == Script.HIRAGANA || name.script[i] == Script.KATAKANA ? 1 : 0;
        }
        boolean read = han == 0 && kana >= 2 || kana == 0 && han >= FEWEST;
        return read ? of(name) : null;
    }
}
