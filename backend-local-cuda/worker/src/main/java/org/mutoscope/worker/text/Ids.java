package org.mutoscope.worker.text;

import java.util.Arrays;

/** A row of numbers that grows. Not thread-safe. */
final class Ids {
    private int[] ids = new int[64];
    private int size;

    void add(int id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * size);
        }
        ids[size++] = id;
    }

    int size() {
        return size;
    }

    int get(int index) {
        return ids[index];
    }

    int[] all() {
        return Arrays.copyOf(ids, size);
    }
}
