package org.mutoscope.guard.names;

import java.util.Arrays;

/**
 * A text as it is looked through: letters and digits only, folded, each with its place in the original. Every letter has what it says and
 * what it looks like: {@code 0} says 0 and looks like an o, a Cyrillic a looks like a Latin one. Names are folded in the same way.
 */
final class Plain {
    /** Nothing stood before the letter. */
    static final byte JOINED = 0;
    /** A hyphen, a dot, an emoji or the like. */
    static final byte SIGN = 1;
    /** White space. */
    static final byte SPACE = 2;

    private static final String LEET_SIGNS = "@$!|+";
    private static final String LEET_LETTERS = "asiit";
    private static final String LEET_DIGITS = "oi2eas6tb9";

    /** Kana by their vowel, for long vowels that are written out: a vowel that lengthens the one before it is left out. */
    private static final String[] LENGTHENED = {"あかさたなはまやらわゃ", "いきしちにひみり", "うくすつぬふむゆるゅ", "えけせてねへめれ", "おこそとのほもよろをょ"};
    /** The letters that lengthen the vowels of each row. */
    private static final String[] LENGTHENERS = {"あ", "い", "う", "えい", "おう"};

    char[] says;
    char[] looks;
    int[] from;
    int[] to;
    byte[] gap;
    Script[] script;
    boolean[] upper;
    int length;
    private byte pending;

    Plain(int size) {
        says = new char[size];
        looks = new char[size];
        from = new int[size];
        to = new int[size];
        gap = new byte[size];
        script = new Script[size];
        upper = new boolean[size];
    }

    /** Folds a text of any length and any content. */
    static Plain of(String text) {
        Plain plain = new Plain(text.length() + 16);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int end = i + Character.charCount(c);
            if (c < 0x80) {
                plain.ascii(text, i, c);
            } else if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                plain.other(c, i, end);
            }
            i = end;
        }
        return plain;
    }

    private void ascii(String text, int at, int c) {
        if (c >= 'a' && c <= 'z') {
            add((char) c, look((char) c), at, at + 1, Script.SPACED, false);
        } else if (c >= 'A' && c <= 'Z') {
            add((char) (c + 32), look((char) (c + 32)), at, at + 1, Script.SPACED, true);
        } else if (c >= '0' && c <= '9') {
            add((char) c, look((char) c), at, at + 1, Script.DIGIT, false);
        } else if (LEET_SIGNS.indexOf(c) >= 0 && inWord(text, at - 1) && inWord(text, at + 1)) {
            add((char) c, LEET_LETTERS.charAt(LEET_SIGNS.indexOf(c)), at, at + 1, Script.SPACED, false);
        } else if (c == ' ' || c >= '\t' && c <= '\r') {
            pending = SPACE;
        } else if (c > ' ' && c < 0x7F) {
            pending = pending == SPACE ? SPACE : SIGN;
        }
    }

    private static boolean inWord(String text, int at) {
        return at >= 0
                && at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || LEET_SIGNS.indexOf(text.charAt(at)) >= 0);
    }

    private void other(int c, int at, int end) {
        String[] row = Fold.of(c);
        String said = row == null ? Character.toString(c) : row[0];
        String seen = row == null ? said : row[1];
        if (said.isEmpty()) {
            if (length > 0 && pending == JOINED && isMark(c)) {
                to[length - 1] = end;
            }
            return;
        }
        int first = said.codePointAt(0);
        if (!Character.isLetterOrDigit(first) && !isMark(first) && first != 'ー') {
            boolean white = Character.isWhitespace(first) || Character.isSpaceChar(first);
            pending = white || pending == SPACE ? SPACE : SIGN;
            return;
        }
        boolean voices = (first == 0x3099 || first == 0x309A) && length > 0;
        Script kind = voices ? script[length - 1] : Script.of(c);
        boolean capital = Character.isUpperCase(c);
        for (int i = 0; i < seen.length(); i++) {
            char says = i < said.length() ? said.charAt(i) : seen.charAt(i);
            if (!lengthens(says)) {
                add(says, look(seen.charAt(i)), at, end, kind, capital);
            } else {
                to[length - 1] = end;
            }
        }
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    /** A long vowel mark, or a vowel that does its work. */
    private boolean lengthens(char c) {
        if (length == 0 || c < 'あ' || c > 'ー' || pending != JOINED && c != 'ー') {
            return false;
        }
        if (c == 'ー') {
            return true;
        }
        int before = length - 1;
        while (before > 0 && (says[before] == '\u3099' || says[before] == '\u309A')) {
            before--;
        }
        for (int row = 0; row < LENGTHENED.length; row++) {
            if (LENGTHENERS[row].indexOf(c) >= 0 && LENGTHENED[row].indexOf(says[before]) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** The letter that stands for all that look alike. */
    static char look(char c) {
        if (c >= '0' && c <= '9') {
            return LEET_DIGITS.charAt(c - '0');
        }
        return c == 'l' ? 'i' : c;
    }

    void add(char said, char looked, int start, int end, Script kind, boolean capital) {
        if (length == says.length) {
            grow();
        }
        says[length] = said;
        looks[length] = looked;
        from[length] = start;
        to[length] = end;
        gap[length] = pending;
        script[length] = kind;
        upper[length] = capital;
        pending = JOINED;
        length++;
    }

    /** Says that something stands before the next letter. */
    void apart(byte how) {
        pending = how;
    }

    private void grow() {
        int size = length + length / 2 + 16;
        says = Arrays.copyOf(says, size);
        looks = Arrays.copyOf(looks, size);
        from = Arrays.copyOf(from, size);
        to = Arrays.copyOf(to, size);
        gap = Arrays.copyOf(gap, size);
        script = Arrays.copyOf(script, size);
        upper = Arrays.copyOf(upper, size);
    }

    /** The letters by their looks, which is how names are filed. */
    String key() {
        return new String(looks, 0, length);
    }

    /** Whether the letters from here on are those of another text. */
    boolean says(int at, Plain other) {
        return at >= 0
                && at + other.length <= length
                && other.length > 0
                && Arrays.equals(says, at, at + other.length, other.says, 0, other.length);
    }

    /** Whether letter i is the first of its character in the original. */
    boolean begins(int i) {
        return i == 0 || from[i] != from[i - 1];
    }

    /** One past the last letter of the word that letter i stands in; no more than so many letters are looked at, since a word may be the whole text. */
    int wordEnd(int i, int most) {
        int end = i + 1;
        while (end < length && end - i < most && gap[end] == JOINED) {
            end++;
        }
        return end;
    }

    /** Whether a letter is a sign in the place of a letter. */
    boolean isLeet(int i) {
        return LEET_SIGNS.indexOf(says[i]) >= 0;
    }
}
