package org.mutoscope.worker.caption;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mutoscope.worker.caption.Vocabulary.Meaning;

/**
 * How a caption tells two things apart: "a red cat and a small dog jumping". Slot 0 names a thing. What describes comes before its thing, everything else
 * after it; the second thing fills slots of its own. Immutable.
 *
 * @param second the second thing's slots by the first one's; has slot 0
 * @param before slots that describe the thing named next
 * @param shared slots of the first thing that hold for both as long as only one is told
 */
public record Pair(Map<Integer, Integer> second, Set<Integer> before, Set<Integer> shared) {
    /** Copies. @throws IllegalArgumentException if a slot does not exist in a second place or slot 0 has none */
    public Pair {
        second = Map.copyOf(second);
        before = Set.copyOf(before);
        shared = Set.copyOf(shared);
        if (!second.containsKey(0)
                || !second.keySet().containsAll(before)
                || !second.keySet().containsAll(shared)) {
            throw new IllegalArgumentException("slot 0 and every slot named before or shared need a second place");
        }
    }

    /** Puts what was said into slots. */
    long[] ids(int slots, List<Meaning> said) {
        Filling filling = new Filling(new long[slots]);
        said.forEach(filling::hear);
        filling.describe();
        if (filling.ids[second.get(0)] > 0) {
            shared.forEach(filling::share);
        }
        return filling.ids;
    }

    private final class Filling {
        private final long[] ids;
        private final List<Meaning> waiting = new ArrayList<>();
        private boolean other;

        Filling(long[] ids) {
            this.ids = ids;
        }

        void hear(Meaning meaning) {
            if (before.contains(meaning.slot())) {
                waiting.add(meaning);
            } else if (meaning.slot() == 0) {
                other = ids[0] > 0 && ids[0] != meaning.id() && (other || ids[second.get(0)] == 0);
                put(meaning);
                describe();
            } else {
                put(meaning);
            }
        }

        /** Gives what waits to the thing named last. */
        void describe() {
            waiting.forEach(this::put);
            waiting.clear();
        }

        private void put(Meaning meaning) {
            int slot = other ? second.getOrDefault(meaning.slot(), meaning.slot()) : meaning.slot();
            if (ids[slot] == 0) {
                ids[slot] = meaning.id();
            }
        }

        void share(int slot) {
            int place = second.get(slot);
            long told = ids[slot] > 0 ? ids[slot] : ids[place];
            ids[place] = ids[place] > 0 ? ids[place] : told;
            ids[slot] = told;
        }
    }
}
