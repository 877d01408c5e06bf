package org.mutoscope.credits;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Six days on a virtual clock: people who wake, work and sleep, use up whatever their daily lot is, and pay more and more from the third day on; a
 * third of the backends fails on the fourth day for nine hours. The real controller and forecast decide; queue and backends are counted
 * minute by minute. {@code -Dmutoscope.quota.plot=FILE} writes the picture that docs/concepts/quota.md shows.
 */
class QuotaSim {
    private static final long TARGET_SECONDS = QuotaTown.TARGET_SECONDS;

    @Test
    void theFreeClassWaitsNoLongerThanItShould() throws IOException {
        QuotaTown.Course with = new QuotaTown(20261122, true).run();
        QuotaTown.Course greedy = new QuotaTown(20261122, true).greedy().run();
        QuotaTown.Course without = new QuotaTown(20261122, false).run();
        String said = "target " + TARGET_SECONDS + " s for nine of ten free clips; p90 " + with.p90()
                + " s with the controller, " + without.p90() + " s without; by day "
                + Arrays.toString(with.worst) + ", without a spare backend " + Arrays.toString(greedy.worst)
                + ", without controller "
                + Arrays.toString(without.worst);
        assertTrue(with.p90() <= TARGET_SECONDS, said);
        for (int day = 1; day < QuotaTown.DAYS; day++) {
            assertTrue(with.worst[day] <= TARGET_SECONDS, "day " + day + ": " + said);
        }
        assertTrue(
                greedy.worst[QuotaTown.FAILING] > 4 * TARGET_SECONDS,
                "a failure that needs no spare proves nothing: " + Arrays.toString(greedy.worst));
        assertTrue(without.p90() > 4 * TARGET_SECONDS, "a load that needs no controller proves nothing: " + said);
        assertTrue(Arrays.stream(with.quota).min().orElse(0) >= 3, said);
        String plot = System.getProperty("mutoscope.quota.plot");
        if (plot != null) {
            Files.writeString(Path.of(plot), QuotaPlot.svg(with, without, said));
        }
    }
}
