package org.mutoscope.backend.remote.standins;

import java.util.Map;
import java.util.Set;

/**
 * How fast jobs go. Counting readings makes tests exact; counting time makes trials lifelike.
 *
 * @param polls a job is done when it was read so often; 0 if time counts
 * @param millis a job is done after so many milliseconds; only where {@code polls} is 0
 */
record Pace(int polls, long millis) {
    static final Pace USUAL = new Pace(2, 0);

    Pace {
        if (polls < 0 || millis < 0 || polls == 0 && millis == 0) {
            throw new IllegalArgumentException("a pace is {\"polls\": from 1 on} or {\"millis\": from 1 on}");
        }
    }

    static Pace of(Map<String, Object> json) {
        Script.only(json, Set.of("polls", "millis"));
        return new Pace(
                json.get("polls") instanceof Integer polls ? polls : 0,
                json.get("millis") instanceof Number millis ? millis.longValue() : 0);
    }

    /** @return how far a job is, 0 to 100 */
    int percent(int read, long elapsedMillis) {
        return (int) Math.min(100, polls > 0 ? 100L * read / polls : 100 * elapsedMillis / millis);
    }
}
