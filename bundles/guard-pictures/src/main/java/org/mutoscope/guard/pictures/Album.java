package org.mutoscope.guard.pictures;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.api.guard.Picture;
import org.mutoscope.api.guard.PictureHash;

/** Pictures to compare with, as they were at a revision. */
final class Album {
    static final Album EMPTY = new Album(List.of());

    private static final int SURE = 1_000_000;
    private static final int PER_BIT = 30_000;

    private final long[] hashes;
    private final List<Picture> pictures;

    Album(List<Picture> pictures) {
        this.pictures = List.copyOf(pictures);
        this.hashes = this.pictures.stream().mapToLong(Picture::hash).toArray();
    }

    boolean isEmpty() {
        return hashes.length == 0;
    }

    /** What a picture looks like, each subject once with its nearest picture. One pass: 100,000 comparisons take less than a millisecond. */
    List<Finding> like(long hash, int most) {
        Map<String, Finding> found = new LinkedHashMap<>();
        for (int i = 0; i < hashes.length; i++) {
            int distance = PictureHash.distance(hash, hashes[i]);
            if (distance <= most) {
                Picture picture = pictures.get(i);
                found.merge(
                        picture.subject(),
                        new Finding(picture.kind(), picture.subject(), 0, 0, SURE - PER_BIT * distance),
                        (one, other) -> one.confidence() >= other.confidence() ? one : other);
            }
        }
        return new ArrayList<>(found.values());
    }
}
