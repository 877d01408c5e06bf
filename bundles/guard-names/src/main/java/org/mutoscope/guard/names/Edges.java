package org.mutoscope.guard.names;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where names may begin and end in a text, which depends on how its language is written. */
final class Edges {
    private static final String ARABIC_PREFIXES = "وفبكلا";
    private static final String HEBREW_PREFIXES = "והבכלמש";
    private static final int MOST_PREFIXES = 3;
    private static final int LONGEST_ENDING = 2;
    private static final int LONGEST_PARTICLE = 6; // in letters of Hangul

    /** Korean particles, which are joined to the name, as folded letters. */
    private static final Set<String> PARTICLES = Stream.of(
                    ("은 는 이 가 을 를 의 에 와 과 도 로 야 아 랑 님 씨 들 만 께 으로 에게 에서 한테 처럼 같은 이랑 하고 까지 부터 보다 이다 이가 이는 이의 이를"
                                    + " 이와 들이 들은 들을 과의 와의")
                            .split(" "))
            .map(Plain::of)
            .map(folded -> new String(folded.says, 0, folded.length))
            .collect(Collectors.toUnmodifiableSet());

    private Edges() {}

    /** Whether a name may begin with letter i. */
    static boolean begin(Plain text, int i) {
        if (i == 0 || text.gap[i] != Plain.JOINED) {
            return true;
        }
        if (!text.begins(i) || isMark(text.says[i])) {
            return false;
        }
        Script script = text.script[i];
        if (script.runsOn() || script != text.script[i - 1] || text.isLeet(i - 1)) {
            return true;
        }
        return script == Script.SEMITIC ? onlyPrefixes(text, i) : text.upper[i] && !text.upper[i - 1];
    }

    private static boolean onlyPrefixes(Plain text, int i) {
        int at = i - 1;
        while (i - at <= MOST_PREFIXES
                && ARABIC_PREFIXES.indexOf(text.says[at]) + HEBREW_PREFIXES.indexOf(text.says[at]) > -2) {
            if (at == 0 || text.gap[at] != Plain.JOINED) {
                return true;
            }
            at--;
        }
        return false;
    }

    /**
     * Whether a name may end before letter i.
     *
     * @param length letters of the name
     */
    static boolean end(Plain text, int i, int length) {
        if (i == text.length || text.gap[i] != Plain.JOINED) {
            return true;
        }
        if (!text.begins(i) || isMark(text.says[i])) {
            return false;
        }
        Script script = text.script[i];
        if (script.runsOn() || script != text.script[i - 1] || text.isLeet(i)) {
            return true;
        }
        return switch (script) {
            case HANGUL -> isParticle(text, i);
            case SPACED -> text.upper[i] && !text.upper[i - 1] || isEnding(text, i, length);
            default -> false;
        };
    }

    private static boolean isParticle(Plain text, int i) {
        return PARTICLES.contains(new String(text.says, i, text.wordEnd(i, LONGEST_PARTICLE + 1) - i));
    }

    /** A plural, or the case ending of a language that is not written in Latin letters. */
    private static boolean isEnding(Plain text, int i, int length) {
        int rest = text.wordEnd(i, LONGEST_ENDING + 1) - i;
        boolean plural =
                rest == 1 && text.says[i] == 's' || rest == 2 && text.says[i] == 'e' && text.says[i + 1] == 's';
        boolean inflected = rest <= LONGEST_ENDING && length >= 5 && text.says[i - 1] > 0x7F && text.says[i] > 0x7F;
        return plural && length >= 4 || inflected;
    }

    private static boolean isMark(char c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }
}
