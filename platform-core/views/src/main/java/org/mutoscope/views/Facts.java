package org.mutoscope.views;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the guard knows beside the events of a day.
 *
 * @param before whole views of the day before
 * @param videos by job
 * @param own viewers who are paid for a video
 * @param linked viewers who belong with one who is paid for it
 * @param withheld what operators decided about videos on this day: true withholds, false lets count
 */
record Facts(
        List<Seen> before, Map<String, Video> videos, Set<Pair> own, Set<Pair> linked, Map<String, Boolean> withheld) {
    /** Copies the collections. */
    Facts {
        before = List.copyOf(before);
        videos = Map.copyOf(videos);
        own = Set.copyOf(own);
        linked = Set.copyOf(linked);
        withheld = Map.copyOf(withheld);
    }

    /** Who and what. */
    record Pair(String viewer, String jobId) {}

    /** A view of the day before. */
    record Seen(Pair pair, Instant began) {}

    /** A video. @param maker account that ordered it */
    record Video(String maker, long millis) {}
}
