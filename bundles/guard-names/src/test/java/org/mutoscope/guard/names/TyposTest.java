package org.mutoscope.guard.names;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TyposTest {
    private static final long SEED = 20261123;

    @Test
    void findsAllThatComparingWithEachWordFinds() {
        Random random = new Random(SEED);
        Set<String> different = new TreeSet<>();
        while (different.size() < 500) {
            different.add(word(random, Typos.ONE + random.nextInt(9)));
        }
        List<String> words = new ArrayList<>(different);
        Typos typos = Typos.of(words);
        int told = 0;
        for (int i = 0; i < 1500; i++) {
            String text = spoilt(random, words.get(random.nextInt(words.size())));
            Set<String> wanted = new TreeSet<>();
            for (int w = 0; w < words.size(); w++) {
                int apart = typos.apart(text.toCharArray(), 0, text.length(), w);
                if (apart > 0 && apart <= Typos.edits(words.get(w).length()) && text.length() >= Typos.ONE - 1) {
                    wanted.add(words.get(w));
                }
            }
            Set<String> got = new TreeSet<>();
            for (int w : typos.near(text.toCharArray(), 0, text.length())) {
                got.add(words.get(w));
            }
            if (wanted.size() <= 8) { // it tells eight at most
                assertEquals(wanted, got, text + " with seed " + SEED);
            }
            told += got.size();
        }
        assertEquals(true, told > 500, "only " + told + " were near: the test looks at nothing");
    }

    @Test
    void countsEdits() {
        Typos typos = Typos.of(List.of("zyblorg"));
        assertEquals(0, apart(typos, "zyblorg"));
        assertEquals(1, apart(typos, "zybloorg"));
        assertEquals(1, apart(typos, "zyblrg"));
        assertEquals(1, apart(typos, "zyblogr"));
        assertEquals(2, apart(typos, "yzblogr"));
        assertEquals(3, apart(typos, "zyb"));
    }

    @Test
    void noWordsAreNearToNothing() {
        assertEquals(0, Typos.of(List.of()).near("zyblorg".toCharArray(), 0, 7).length);
        assertEquals(0, Typos.of(List.of("zyblorg")).near("zyb".toCharArray(), 0, 3).length);
    }

    private static int apart(Typos typos, String text) {
        return typos.apart(text.toCharArray(), 0, text.length(), 0);
    }

    private static String word(Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append("abcd".charAt(random.nextInt(4)));
        }
        return word.toString();
    }

    private static String spoilt(Random random, String word) {
        StringBuilder text = new StringBuilder(word);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, 'a');
                default -> text.setCharAt(at, 'd');
            }
        }
        return text.toString();
    }
}
