package org.mutoscope.views;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mutoscope.core.views.Views;

/**
 * The rules that a day was judged by, as its row keeps them. What the name stands for is fixed and never changed; whoever changes a rule changes the name.
 *
 * @param burst views of one maker's videos that one network may bring on a day
 */
record Rules(int burst) {
    /** Least time watched for a view, whatever the length of the video. */
    static final long WATCHED_MS = 3_000;
    /** How long a view of a video by a viewer keeps the next from counting. */
    static final int HOURS = 24;
    /** Views of a viewer on a day that count in full. */
    static final int FULL = 50;
    /** Days that an account must have been there. */
    static final int AGE_DAYS = 7;
    /** What a player may be wrong about time. */
    static final long SLACK_MS = 2_000;

    private static final Pattern FORM = Pattern.compile("views-1 burst=([0-9]{1,7})");

    static Rules of(ViewsConfig config) {
        return new Rules(Math.max(1, config.burst_views()));
    }

    static Rules parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException("a day was judged by rules that this version does not know: " + text);
        }
        return new Rules(Integer.parseInt(matcher.group(1)));
    }

    @Override
    public String toString() {
        return "views-1 burst=" + burst;
    }

    /**
     * Weight of the n-th view of a viewer on a day in micro-views: 1 up to {@link #FULL}, then 1 / sqrt(n), rounded down. Exact: whole numbers alone.
     *
     * @param n from 1
     */
    static long micros(int n) {
        return n <= FULL
                ? Views.VIEW
                : BigInteger.valueOf(Views.VIEW * Views.VIEW / n).sqrt().longValueExact();
    }
}
