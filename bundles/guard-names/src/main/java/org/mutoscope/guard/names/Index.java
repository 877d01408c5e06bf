package org.mutoscope.guard.names;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.mutoscope.api.guard.Name;

/** Names, filed so that a text can be looked through for all of them at once. Immutable once made. */
final class Index {
    private static final int FORMS = 4;
    private static final int READING = 3;

    private final Name[] names;
    private final Trie keys;
    private final int[] starts; // of the names of each key
    private final int[] filed; // number of the name times FORMS, and the form
    private final Typos typos;
    private final Trie words; // all words of names, which are no misspellings of others

    private record Key(byte[] letters, int name) {}

    private Index(List<Name> list) {
        names = list.toArray(Name[]::new);
        List<Key> all = new ArrayList<>();
        Set<String> pieces = new HashSet<>();
        for (int i = 0; i < names.length; i++) {
            for (int form = 0; form < FORMS; form++) {
                Plain folded = form(names[i], form);
                if (folded != null && folded.length > 0) {
                    all.add(new Key(Trie.bytes(folded.key()), i * FORMS + form));
                    addWords(folded, pieces);
                }
            }
        }
        all.sort(Comparator.comparing(Key::letters, Arrays::compareUnsigned));
        List<byte[]> different = new ArrayList<>();
        filed = new int[all.size()];
        int[] begins = new int[all.size() + 1];
        for (int i = 0; i < filed.length; i++) {
            if (i == 0 || !Arrays.equals(all.get(i).letters(), all.get(i - 1).letters())) {
                begins[different.size()] = i;
                different.add(all.get(i).letters());
            }
            filed[i] = all.get(i).name();
        }
        begins[different.size()] = filed.length;
        starts = Arrays.copyOf(begins, different.size() + 1);
        keys = Trie.of(different.toArray(byte[][]::new));
        byte[][] sorted = pieces.stream().map(Trie::bytes).toArray(byte[][]::new);
        Arrays.sort(sorted, Arrays::compareUnsigned);
        words = Trie.of(sorted);
        typos = Typos.of(pieces.stream()
                .filter(w -> w.length() >= Typos.ONE && w.length() <= Typos.LONGEST)
                .toList());
    }

    /** Files names. Takes some 30 microseconds each. */
    static Index of(List<Name> names) {
        return new Index(names);
    }

    /** How many names. */
    int size() {
        return names.length;
    }

    Name name(int number) {
        return names[number];
    }

    /** A form of the name that it is filed under, or null: as written; in small letters and in capitals, which look unlike in some alphabets; its reading. */
    private static Plain form(Name name, int form) {
        Plain written = Plain.of(name.text());
        if (form == 0) {
            return written;
        }
        if (form == READING) {
            return Reading.ofName(written);
        }
        String other =
                form == 1 ? name.text().toLowerCase(Locale.ROOT) : name.text().toUpperCase(Locale.ROOT);
        return hasOtherCapitals(written) && !other.equals(name.text()) ? Plain.of(other) : null;
    }

    private static boolean hasOtherCapitals(Plain name) {
        for (int i = 0; i < name.length; i++) {
            if (name.says[i] > 0x7F && name.script[i] == Script.SPACED) {
                return true;
            }
        }
        return false;
    }

    private static void addWords(Plain name, Set<String> pieces) {
        for (int from = 0; from < name.length; ) {
            int end = name.wordEnd(from, name.length);
            if (isWord(name, from, end)) {
                pieces.add(new String(name.looks, from, end - from));
            }
            from = end;
        }
        if (name.length <= Typos.LONGEST_JOINED && isWord(name, 0, name.length)) {
            pieces.add(name.key()); // without its spaces
        }
    }

    private static boolean isWord(Plain text, int from, int end) {
        boolean word = end - from >= Typos.ONE - 1 && end - from <= Typos.LONGEST + 2;
        for (int i = from; i < end && word; i++) {
            word = text.script[i] == Script.SPACED || text.script[i] == Script.DIGIT;
        }
        return word;
    }

    /** Looks through a text; names in {@code dead} are passed over. */
    void find(Search search, BitSet dead, Consumer<Hit> found) {
        new Walk(search, dead, found).all();
    }

    /** Bytes that the arrays take, names not counted. */
    long bytes() {
        return keys.bytes() + words.bytes() + typos.bytes() + 4L * (starts.length + filed.length + names.length);
    }

    /** One way through a text. */
    private final class Walk {
        private final Search search;
        private final Plain text;
        private final Judge judge;
        private final BitSet dead;
        private final Consumer<Hit> found;
        private final int[][] near;

        Walk(Search search, BitSet dead, Consumer<Hit> found) {
            this.search = search;
            this.text = search.text;
            this.judge = new Judge(text, search.read);
            this.dead = dead;
            this.found = found;
            this.near = new int[search.typos ? text.length : 0][];
        }

        void all() {
            for (int i = 0; i < text.length; i++) {
                if (Edges.begin(text, i)) {
                    on(Trie.ROOT, i, i, 0);
                }
            }
        }

        private void on(int from, int start, int reached, int edits) {
            int node = from;
            for (int at = reached; at < text.length; at++) {
                if (near.length > 0 && edits < 2 && (at == start || text.gap[at] != Plain.JOINED)) {
                    misspelt(node, start, at, edits);
                }
                node = keys.next(node, text.looks[at]);
                if (node == Trie.NONE) {
                    return;
                }
                tell(node, start, at + 1, edits);
            }
        }

        private void misspelt(int from, int start, int at, int edits) {
            int end = text.wordEnd(at, Typos.LONGEST + 3);
            for (int word : near(at, end)) {
                int node = from;
                for (int i = 0; i < typos.length(word) && node != Trie.NONE; i++) {
                    node = keys.next(node, typos.letter(word, i));
                }
                int all = edits + typos.apart(text.looks, at, end - at, word);
                if (node != Trie.NONE && all <= 2) {
                    tell(node, start, end, all);
                    on(node, start, end, all);
                }
            }
        }

        private int[] near(int at, int end) {
            if (near[at] == null) {
                near[at] = isWord(text, at, end) && !Ordinary.is(text.looks, at, end - at) && !isKnown(at, end)
                        ? typos.near(text.looks, at, end - at)
                        : new int[0];
            }
            return near[at];
        }

        private boolean isKnown(int at, int end) {
            int node = Trie.ROOT;
            for (int i = at; i < end && node != Trie.NONE; i++) {
                node = words.next(node, text.looks[i]);
            }
            return node != Trie.NONE && words.word(node) != Trie.NONE;
        }

        private void tell(int node, int start, int end, int edits) {
            int key = keys.word(node);
            for (int i = key == Trie.NONE ? 0 : starts[key]; key != Trie.NONE && i < starts[key + 1]; i++) {
                int number = filed[i] / FORMS;
                int form = filed[i] % FORMS;
                if (!dead.get(number) && (search.readings || form != READING)) {
                    weigh(names[number], form, new Place(start, end, edits, form == READING));
                }
            }
        }

        private void weigh(Name name, int form, Place place) {
            Plain own = form(name, form);
            int confidence = judge.confidence(name, own, place);
            if (confidence != Judge.NOT) {
                boolean tiny = own.length < 3 && own.script[0] == Script.SPACED && name.minLength() == 0;
                boolean alone = !tiny && !name.is(Name.Flag.NEEDS_CONTEXT);
                found.accept(new Hit(name, text, place.start(), place.end(), confidence, alone));
            }
        }
    }
}
