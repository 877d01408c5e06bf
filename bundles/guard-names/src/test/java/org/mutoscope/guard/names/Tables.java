package org.mutoscope.guard.names;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.text.Transliterator;
import com.ibm.icu.text.UnicodeSet;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the tables of the bundle out of ICU4J, so that the bundle itself needs 15 MB less and folds alike on every JDK: {@code fold.txt},
 * what each character of Unicode is looked for as, and {@code pinyin.txt}, how the common Chinese characters are read.
 */
final class Tables {
    private static final Normalizer2 FOLD = Normalizer2.getNFKCCasefoldInstance();
    private static final Normalizer2 APART = Normalizer2.getNFDInstance();
    private static final SpoofChecker LOOKS = new SpoofChecker.Builder().build();
    private static final Transliterator SIMPLE = Transliterator.getInstance("Traditional-Simplified");
    private static final Transliterator PINYIN = Transliterator.getInstance("Han-Latin; NFD; [:M:] Remove; Lower");
    private static final BitSet LOOKED_THROUGH = scripts(
            UScript.LATIN,
            UScript.GREEK,
            UScript.CYRILLIC,
            UScript.ARMENIAN,
            UScript.CHEROKEE,
            UScript.COPTIC,
            UScript.LISU,
            UScript.COMMON,
            UScript.INHERITED);
    private static final BitSet MARKS_KEPT = scripts(
            UScript.LATIN,
            UScript.GREEK,
            UScript.CYRILLIC,
            UScript.HEBREW,
            UScript.ARABIC,
            UScript.COMMON,
            UScript.INHERITED);

    /** Japanese forms, and variants in names, that the transliterator does not lead to the simplified one. */
    private static final String VARIANTS = "沢泽 辺边 邊边 邉边 斎斋 齋斋 齊齐 斉齐 竜龙 桜樱 広广 浜滨 濱滨 恵惠 徳德 黒黑 気气 髙高 﨑崎 嵜崎 嶋岛 嶌岛 島岛 眞真"
            + " 関关 関关 団团 図图 圧压 囲围 売卖 変变 実实 宝宝 対对 専专 巣巢 帯带 帰归 従从 徴征 戦战 択择 拝拜 挙举 捜搜 撃击 斉齐"
            + " 栄荣 検检 楽乐 様样 権权 歓欢 歩步 歯齿 歳岁 残残 毎每 渋涩 満满 滝泷 瀬濑 焼烧 猟猎 獣兽 瑶瑶 画画 稲稻 穏稳 穂穗 経经"
            + " 絵绘 総总 緑绿 縁缘 縄绳 繊纤 続续 聖圣 聴听 芸艺 荘庄 薬药 蔵藏 虚虚 覚觉 観观 訳译 読读 賛赞 転转 軽轻 遅迟 郷乡 酔醉"
            + " 鉄铁 鋭锐 錬炼 鎌镰 陥陷 険险 雑杂 静静 頼赖 顔颜 顕显 駅驿 駆驱 騒骚 験验 髄髓 鶏鸡 麺面 黙默 亜亚 仏佛 仮假 伝传 価价"
            + " 児儿 円圆 処处 剣剑 剤剂 労劳 効效 勧劝 単单 厳严 収收 双双 壊坏 壌壤 壱壹 奥奥 姫姬 娯娱 嬢娘 孫孙 学学 寛宽 寝寝 将将";

    private static final Map<Integer, Integer> SIMPLER = new HashMap<>();
    private static final List<CharsetEncoder> COMMON = List.of(
            Charset.forName("GB2312").newEncoder(), Charset.forName("Big5").newEncoder());

    static {
        for (String pair : VARIANTS.split(" ")) {
            SIMPLER.put(pair.codePointAt(0), pair.codePointBefore(pair.length()));
        }
    }

    private Tables() {}

    private static BitSet scripts(int... ids) {
        BitSet set = new BitSet();
        for (int id : ids) {
            set.set(id);
        }
        return set;
    }

    /**
     * One line a character that is not looked for as itself: number in hexadecimal, what it says, and if that differs, what it looks like.
     *
     * @param step 1 for all characters, n for every nth
     */
    static String fold(int step) {
        Map<Integer, String> rows = new TreeMap<>();
        for (int c = 0x80; c <= Character.MAX_CODE_POINT; c += step) {
            if (UCharacter.isDefined(c) && !isSyllable(c) && !isPrivate(c)) {
                String says = says(c);
                String looks = looks(c);
                if (looks.equals(says)) {
                    looks = "";
                }
                if (!says.equals(Character.toString(c)) || !looks.isEmpty()) {
                    rows.put(c, looks.isEmpty() ? says : says + "\t" + looks);
                }
            }
        }
        StringBuilder text = new StringBuilder();
        rows.forEach((c, row) ->
                text.append(Integer.toHexString(c)).append('\t').append(row).append('\n'));
        return text.toString();
    }

    private static boolean isSyllable(int c) {
        return c >= 0xAC00 && c <= 0xD7A3;
    }

    private static boolean isPrivate(int c) {
        int type = UCharacter.getType(c);
        return type == UCharacterCategory.PRIVATE_USE || type == UCharacterCategory.SURROGATE;
    }

    private static String says(int c) {
        if (c == 0x2122 || c == 0x2120 || c == 0x640 || c == 0x345) {
            return ""; // trade and service marks stand behind names, the tatweel only widens them, and the iota below
            // is a mark like others
        }
        String apart = APART.normalize(FOLD.normalize(Character.toString(c)));
        StringBuilder text = new StringBuilder();
        apart.codePoints().forEach(each -> {
            int type = UCharacter.getType(each);
            boolean mark = type == UCharacterCategory.NON_SPACING_MARK || type == UCharacterCategory.ENCLOSING_MARK;
            boolean voice = each == 0x3099 || each == 0x309A;
            boolean dropped =
                    type == UCharacterCategory.FORMAT || mark && !voice && MARKS_KEPT.get(UScript.getScript(each));
            if (!dropped && !(each == ' ' && c != 0xA0 && apart.length() > 1)) {
                text.appendCodePoint(plain(each));
            }
        });
        return text.toString();
    }

    private static int plain(int c) {
        if (c >= 0x30A1 && c <= 0x30F6) {
            return c - 0x60;
        }
        if (UScript.getScript(c) == UScript.HAN) {
            return simple(c);
        }
        return c;
    }

    /** Small kana are read like large ones by who wants to be overlooked. */
    private static int small(int hiragana) {
        int at = "ぁぃぅぇぉっゃゅょゎゕゖ".indexOf(hiragana);
        return at < 0 ? hiragana : "あいうえおつやゆよわかけ".charAt(at);
    }

    private static int simple(int c) {
        if (c < 0x3400 || c > 0x9FFF) {
            return c;
        }
        return SIMPLER.computeIfAbsent(c, one -> {
            String made = SIMPLE.transliterate(Character.toString(one));
            return made.codePointCount(0, made.length()) == 1 ? made.codePointAt(0) : one;
        });
    }

    /** The Latin letters or digits that a character of another alphabet can be taken for, else what it says. */
    private static String looks(int c) {
        int script = UScript.getScript(c);
        if (script == UScript.HIRAGANA || script == UScript.KATAKANA || c >= 0xFF66 && c <= 0xFF9F) {
            StringBuilder large = new StringBuilder();
            says(c).codePoints().map(Tables::small).forEach(large::appendCodePoint);
            return large.toString();
        }
        if (!LOOKED_THROUGH.get(UScript.getScript(c))) {
            return says(c);
        }
        if (!says(c).isEmpty() && says(c).chars().allMatch(l -> l < 0x80)) {
            return says(c);
        }
        String skeleton = says(LOOKS.getSkeleton(Character.toString(c))).replace("rn", "m"); // the prototype of m
        boolean latin = !skeleton.isEmpty() && skeleton.chars().allMatch(l -> l < 0x80 && Character.isLetterOrDigit(l));
        return latin ? skeleton : says(c);
    }

    private static String says(String text) {
        StringBuilder all = new StringBuilder();
        text.codePoints().forEach(c -> all.append(says(c)));
        return all.toString();
    }

    /** One line a syllable: its letters, then the simplified characters of GB 2312 and Big 5 that are read so. */
    static String pinyin() {
        Map<String, StringBuilder> rows = new TreeMap<>();
        UnicodeSet han = new UnicodeSet(0x4E00, 0x9FA5);
        for (String each : han) {
            int c = each.codePointAt(0);
            if (simple(c) == c && common(each)) {
                String read = PINYIN.transliterate(each).replace("\u00fc", "u");
                if (read.matches("[a-z]+")) {
                    rows.computeIfAbsent(read, k -> new StringBuilder()).append(each);
                }
            }
        }
        StringBuilder text = new StringBuilder();
        rows.forEach((read, all) -> text.append(read).append('\t').append(all).append('\n'));
        return text.toString();
    }

    private static boolean common(String c) {
        return COMMON.stream().anyMatch(set -> set.canEncode(c));
    }
}
