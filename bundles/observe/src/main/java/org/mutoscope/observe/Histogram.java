package org.mutoscope.observe;

import java.util.Locale;

/** How often something took how long. Not thread-safe. */
final class Histogram {
    /** Upper bounds in milliseconds: from a tiny model's step to the longest attempt that is usual. */
    private static final long[] BOUNDS = {
        10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000
    };

    /** By the first bound that is not exceeded; the last is without bound. */
    private final long[] counts = new long[BOUNDS.length + 1];

    private long count;
    private long sum;

    void add(long millis) {
        int at = 0;
        while (at < BOUNDS.length && millis > BOUNDS[at]) {
            at++;
        }
        counts[at]++;
        count++;
        sum += millis;
    }

    /** Writes it in seconds. @param labels as they stand between braces */
    void write(String name, String labels, StringBuilder into) {
        long below = 0;
        for (int i = 0; i < BOUNDS.length; i++) {
            below += counts[i];
            line(into, name + "_bucket{" + labels + ",le=\"" + seconds(BOUNDS[i]) + "\"}", String.valueOf(below));
        }
        line(into, name + "_bucket{" + labels + ",le=\"+Inf\"}", String.valueOf(count));
        line(into, name + "_sum{" + labels + "}", seconds(sum));
        line(into, name + "_count{" + labels + "}", String.valueOf(count));
    }

    private static void line(StringBuilder into, String name, String value) {
        into.append(name).append(' ').append(value).append('\n');
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%d.%03d", millis / 1000, millis % 1000);
    }
}
