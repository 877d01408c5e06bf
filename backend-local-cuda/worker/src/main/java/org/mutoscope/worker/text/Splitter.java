package org.mutoscope.worker.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a text into words before pieces are looked for in each. */
@FunctionalInterface
interface Splitter {
    /** A word. @param first whether the whole text begins with it */
    record Word(String text, boolean first) {}

    /** The words of a word, none of them empty. */
    List<Word> split(Word word);

    /** One after the other. */
    default Splitter then(Splitter next) {
        return word ->
                split(word).stream().flatMap(part -> next.split(part).stream()).toList();
    }

    static Splitter none() {
        return word -> word.text().isEmpty() ? List.of() : List.of(word);
    }

    static Splitter whitespace() {
        return word -> {
            List<Word> words = new ArrayList<>();
            String text = word.text();
            int from = 0;
            for (int at = 0; at <= text.length(); at++) {
                if (at == text.length() || Whitespace.is(text.charAt(at))) {
                    add(words, word, from, at);
                    from = at + 1;
                }
            }
            return words;
        };
    }

    /** What a pattern finds is a word. @param between whether what lies between is a word too, else it is left out */
    static Splitter found(Pattern pattern, boolean between) {
        return word -> {
            List<Word> words = new ArrayList<>();
            Matcher matcher = pattern.matcher(word.text());
            int from = 0;
            while (matcher.find()) {
                add(words, word, between ? from : matcher.start(), matcher.start());
                add(words, word, matcher.start(), matcher.end());
                from = matcher.end();
            }
            add(words, word, between ? from : word.text().length(), word.text().length());
            return words;
        };
    }

    /** What a pattern finds is left out. */
    static Splitter around(Pattern pattern) {
        return word -> {
            List<Word> words = new ArrayList<>();
            Matcher matcher = pattern.matcher(word.text());
            int from = 0;
            while (matcher.find()) {
                add(words, word, from, matcher.start());
                from = matcher.end();
            }
            add(words, word, from, word.text().length());
            return words;
        };
    }

    /** SentencePiece's way: a space becomes a visible mark, which a word begins with. @param prefix 1 every word gets one, 0 the text's first, -1 none @param split whether each mark begins a word */
    static Splitter marks(String mark, int prefix, boolean split) {
        return word -> {
            String text = word.text().replace(" ", mark);
            boolean wanted = prefix > 0 || (prefix == 0 && word.first());
            if (wanted && !text.isEmpty() && !text.startsWith(mark)) {
                text = mark + text;
            }
            List<Word> words = new ArrayList<>();
            Word marked = new Word(text, word.first());
            int from = 0;
            for (int at = text.indexOf(mark, 1); split && at > 0; at = text.indexOf(mark, at + 1)) {
                add(words, marked, from, at);
                from = at;
            }
            add(words, marked, from, text.length());
            return words;
        };
    }

    /** Each byte of the text becomes a visible character, as in GPT-2. */
    static Splitter bytes() {
        char[] letters = letters();
        return word -> {
            StringBuilder text = new StringBuilder();
            for (byte b : word.text().getBytes(StandardCharsets.UTF_8)) {
                text.append(letters[b & 0xff]);
            }
            return text.isEmpty() ? List.of() : List.of(new Word(text.toString(), word.first()));
        };
    }

    private static char[] letters() {
        char[] letters = new char[256];
        char next = 256;
        for (int b = 0; b < letters.length; b++) {
            boolean visible = (b >= '!' && b <= '~') || (b >= 0xa1 && b <= 0xac) || b >= 0xae;
            letters[b] = visible ? (char) b : next++;
        }
        return letters;
    }

    private static void add(List<Word> words, Word of, int from, int to) {
        if (from < to) {
            words.add(new Word(of.text().substring(from, to), of.first() && from == 0));
        }
    }
}
