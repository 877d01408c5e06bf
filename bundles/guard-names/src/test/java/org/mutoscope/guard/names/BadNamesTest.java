package org.mutoscope.guard.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.api.guard.Name;

/** Names and texts as nobody wants them: the list "Names" of bad inputs, a test each. */
class BadNamesTest {
    private static Name name(String text, Name.Flag... flags) {
        return new Name("s-" + text, "character", text, "", Set.of(flags), 0, List.of());
    }

    private static List<Finding> find(String text, Name... names) {
        return Names.NONE.with(List.of(names)).find(text, Lookings.all());
    }

    private static void found(String text, String place, Name... names) {
        List<Finding> all = find(text, names);
        assertEquals(1, all.size(), () -> text + ": " + all);
        assertEquals(place, text.substring(all.get(0).start(), all.get(0).end()));
    }

    private static void nothing(String text, Name... names) {
        assertEquals(List.of(), find(text, names), text.substring(0, Math.min(200, text.length())));
    }

    @Test
    void emptyTextsAndTextsOfSignsNameNothing() {
        nothing("", name("Zyblorg"));
        nothing("   \t\n", name("Zyblorg"));
        nothing("!!! --- ???", name("Zyblorg"), name("!!!"));
        nothing("🦋🦋🦋", name("🦋"));
    }

    @Test
    void aTextOf100KilobytesIsLookedThroughToItsEnd() {
        String text = "a quiet street in the rain ".repeat(4000) + "with Zyblorg";
        found(text, "Zyblorg", name("Zyblorg"));
        nothing("zyblor".repeat(20_000), name("Zyblorg"));
        nothing("z y b l o r ".repeat(10_000), name("Zyblorg"));
        nothing("Zyba".repeat(25_000), name("Zyb"), name("zyborba"));
    }

    @Test
    void aTextFullOfOneNameHidesNoOther() {
        Name frozen = name("Frozen", Name.Flag.NEEDS_CONTEXT);
        String text = "Zyblorg frozen ".repeat(2000) + "the movie Frozen with Quillabamba";
        List<Finding> all = find(text, name("Zyblorg"), name("Quillabamba"), frozen);
        assertEquals(Set.of("s-Zyblorg", "s-Quillabamba", "s-Frozen"), Corpus.subjects(all));
        assertEquals(Hits.MOST + 2, all.size());
    }

    @Test
    void loneSurrogatesHideNothing() {
        found("Zyb\uD800lorg", "Zyb\uD800lorg", name("Zyblorg"));
        found("\uDC00 Zyblorg \uD83E", "Zyblorg", name("Zyblorg"));
        nothing("\uD800\uDC00\uD800", name("\uD800a"));
    }

    @Test
    void bidiControlsHideNothing() {
        found("\u202EZyb\u2066lorg\u2069\u202C", "Zyb\u2066lorg", name("Zyblorg"));
    }

    @Test
    void zalgoHidesNothingAndTheSpanCoversTheMarks() {
        String text = "see Z\u0300\u0316y\u0301\u0345b\u0308l\u0303o\u0327r\u0331g\u0332\u0333 now";
        found(text, "Z\u0300\u0316y\u0301\u0345b\u0308l\u0303o\u0327r\u0331g\u0332\u0333", name("Zyblorg"));
    }

    @Test
    void anEmojiInsideANameHidesNothing() {
        found("my Zy🦋blorg", "Zy🦋blorg", name("Zyblorg"));
        found("👩\u200D🚀Zyblorg👍🏽", "Zyblorg", name("Zyblorg"));
    }

    @Test
    void mixedScriptsHideNothing() {
        found("Z\u0443bl\u043Erg", "Z\u0443bl\u043Erg", name("Zyblorg")); // Cyrillic u and o
        found("\u0396yblor\u0261", "\u0396yblor\u0261", name("Zyblorg")); // Greek zeta, phonetic g
        found("\uFF3A\uFF59\uFF42\uFF4C\uFF4F\uFF52\uFF47", "Ｚｙｂｌｏｒｇ", name("Zyblorg"));
        found("𝐙𝐲𝐛𝐥𝐨𝐫𝐠!", "𝐙𝐲𝐛𝐥𝐨𝐫𝐠", name("Zyblorg"));
        found("Zy\u200Bb\u00ADlorg", "Zy\u200Bb\u00ADlorg", name("Zyblorg"));
    }

    @Test
    void namesOfOneOrTwoLettersNeedAnotherSign() {
        nothing("the letter V, a v shape and 5 V", name("V"));
        found("the character V walks in", "V", name("V"));
        nothing("go on", name("Go"));
        Name wanted = new Name("s", "character", "Qi", "", Set.of(), 2, List.of());
        found("Qi dances", "Qi", wanted);
    }

    @Test
    void aCommonWordCountsOnlyBesideAnotherSign() {
        Name frozen = name("Frozen", Name.Flag.NEEDS_CONTEXT);
        nothing("a frozen lake, frozen trees", frozen);
        found("a poster of the movie Frozen", "Frozen", frozen);
        found("as in “Frozen”, two sisters", "Frozen", frozen);
        Name sister = new Name(frozen.subject(), "character", "Queen Isolde", "", Set.of(), 0, List.of());
        assertEquals(2, find("Queen Isolde in Frozen", frozen, sister).size());
    }

    @Test
    void capitalsCountWhereTheHolderSaysSo() {
        Name rose = name("Rose", Name.Flag.CASE_SENSITIVE);
        nothing("a red rose, ROSE", rose);
        found("a portrait of Rose", "Rose", rose);
    }

    @Test
    void harmlessPhrasesAreHarmless() {
        Name mars = new Name("s", "artwork", "Marsolo", "", Set.of(), 0, List.of("Marsolo bar", "planet Marsolo"));
        nothing("a marsolo bar on the table", mars);
        nothing("the planet Marsolo", mars);
        found("Marsolo at the marsolo bar", "Marsolo", mars);
    }

    @Test
    void theFewestLettersOfAHolderCount() {
        nothing("Zyblorg", new Name("s", "character", "Zyblorg", "", Set.of(), 8, List.of()));
    }

    @Test
    void textFromRightToLeftIsFound() {
        found("فيلم عن السندبور الصغير", "سندبور", name("سندبور"));
        found("סרט על הגולמיאל", "גולמיאל", name("גולמיאל"));
        nothing("سندبورة", name("سندبور"));
    }

    @Test
    void hangulIsOneWhetherInSyllablesOrLetters() {
        Name name = name("도깨룡");
        found("귀여운 도깨룡이 난다", "도깨룡", name);
        found("\u1103\u1169\u1101\u1162\u1105\u116D\u11BC", "\u1103\u1169\u1101\u1162\u1105\u116D\u11BC", name);
        found("ㄷㅗㄲㅐㄹㅛㅇ", "ㄷㅗㄲㅐㄹㅛㅇ", name);
        nothing("도깨료", name);
    }

    @Test
    void longVowelsAreOneHoweverTheyAreWritten() {
        Name name = name("サクラコーラ");
        found("さくらこおらを飲む", "さくらこおら", name);
        found("ｻｸﾗｺｰﾗの缶", "ｻｸﾗｺｰﾗ", name);
        found("sakurakora on a table", "sakurakora", name);
        nothing("サクラの木とコーラ", name);
    }

    @Test
    void variantsOfChineseCharactersAreOne() {
        found("一個龍威大俠", "龍威大俠", name("龙威大侠"));
        found("黒沢明", "黒沢明", name("黑澤明"));
        found("隆威大侠打斗", "隆威大侠", name("龍威大俠"));
    }

    @Test
    void anyBytesAtAllAreLookedThrough() {
        long seed = 20261123;
        Random random = new Random(seed);
        Names names = Names.NONE.with(List.of(name("Zyblorg"), name("ピコルン"), name("龍威大俠"), name("도깨룡")));
        for (int i = 0; i < 1500; i++) {
            StringBuilder text = new StringBuilder();
            for (int c = random.nextInt(60); c > 0; c--) {
                text.appendCodePoint(random.nextBoolean() ? random.nextInt(0x180) : random.nextInt(0x110000));
            }
            String name = "Zyblorg";
            String all = text + " " + name + " " + text.reverse();
            List<Finding> found = names.find(all, Lookings.all());
            assertTrue(
                    found.stream()
                            .anyMatch(f -> all.substring(f.start(), f.end()).contains(name)),
                    () -> "seed " + seed + ": " + all);
        }
    }

    @Test
    void anyNameAtAllCanBeFiledAndIsFound() {
        long seed = 7;
        Random random = new Random(seed);
        List<Name> names = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder("x");
            for (int c = 1 + random.nextInt(12); c > 0; c--) {
                text.append((char) random.nextInt(0x10000));
            }
            names.add(name(text.toString()));
        }
        names.add(name("\u0000Zyblorg\u0000"));
        found("a Zyblorg", "Zyblorg", names.get(names.size() - 1));
        assertEquals(1, Names.NONE.with(names).find("a Zyblorg", Lookings.all()).size(), "seed " + seed);
    }
}
