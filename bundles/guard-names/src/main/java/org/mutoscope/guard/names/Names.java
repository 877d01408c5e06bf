package org.mutoscope.guard.names;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.api.guard.Name;

/**
 * All names as of one revision: a large index, which names of it are gone since, and a small index of those that came since, so that a
 * change costs milliseconds whatever the number of names. Immutable.
 */
final class Names {
    /** No names. */
    static final Names NONE = new Names(Index.of(List.of()), new BitSet(), Index.of(List.of()));

    /** Names in the small index and gone ones, before all are filed anew. */
    private static final int CHANGES = 2_000;

    private final Index index;
    private final BitSet dead;
    private final Index recent;

    private Names(Index index, BitSet dead, Index recent) {
        this.index = index;
        this.dead = dead;
        this.recent = recent;
    }

    /** The names after a change. */
    Names with(List<Name> now) {
        Set<Name> come = new HashSet<>(now);
        BitSet gone = new BitSet(index.size());
        for (int i = 0; i < index.size(); i++) {
            if (!come.remove(index.name(i))) {
                gone.set(i);
            }
        }
        if (come.size() + gone.cardinality() > CHANGES) {
            return new Names(Index.of(List.copyOf(new HashSet<>(now))), new BitSet(), Index.of(List.of()));
        }
        return new Names(index, gone, Index.of(List.copyOf(come)));
    }

    boolean isEmpty() {
        return index.size() == dead.cardinality() && recent.size() == 0;
    }

    /** Bytes that the indexes take, names not counted. */
    long bytes() {
        return index.bytes() + recent.bytes();
    }

    /** What is found in a text, by place. */
    List<Finding> find(String text, Looking looking) {
        Plain plain = Plain.of(text);
        Hits hits = new Hits();
        find(Search.written(plain, looking.typos(), looking.readings()), hits);
        if (looking.readings() && Reading.has(plain)) {
            find(Search.read(plain), hits);
        }
        return hits.findings(looking.cues(), text);
    }

    private void find(Search search, Hits hits) {
        index.find(search, dead, hits::add);
        recent.find(search, new BitSet(), hits::add);
    }
}
