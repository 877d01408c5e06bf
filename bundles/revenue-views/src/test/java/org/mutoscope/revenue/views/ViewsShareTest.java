package org.mutoscope.revenue.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.revenue.PeriodFacts;
import org.mutoscope.api.revenue.Share;

/** A pool, shared one way and the other. */
class ViewsShareTest {
    @Test
    void anUnknownModelIsRefusedSoThatThePoolWaits() {
        assertThrows(IllegalArgumentException.class, () -> share("by-hand"));
    }

    @Test
    void proRataSharesAllMoneyByAllViews() {
        Pool pool = new Pool(1_000, Map.of("fox", 3L, "owl", 1L), List.of(payer("ann", 900, "owl", 1L)));
        assertEquals(Map.of("fox", 750L, "owl", 250L), parts("pro-rata", pool));
    }

    @Test
    void userCentricSharesEachPayersMoneyByWhatThatPayerWatched() {
        Pool pool = new Pool(
                1_000,
                Map.of("fox", 3L, "owl", 1L),
                List.of(payer("ann", 600, "owl", 1L), payer("bob", 200, "fox", 5L)));
        // The 200 that belong to nobody go by all views.
        assertEquals(Map.of("fox", 200L + 150, "owl", 600L + 50), parts("user-centric", pool));
    }

    @Test
    void aPayerWhoWatchedNothingLeavesItToAllViews() {
        Pool pool = new Pool(100, Map.of("fox", 1L, "owl", 1L), List.of(payer("ann", 100)));
        assertEquals(Map.of("fox", 50L, "owl", 50L), parts("user-centric", pool));
    }

    /** A machine that watches one clip for ever moves what it paid itself, and no more. */
    @Test
    void aFraudMovesNoMoreThanItPaid() {
        Pool pool = new Pool(
                1_010,
                Map.of("fox", 1_000_000L, "owl", 10L),
                List.of(payer("ann", 1_000, "owl", 10L), payer("bot", 10, "fox", 1_000_000L)));
        assertEquals(Map.of("fox", 10L, "owl", 1_000L), parts("user-centric", pool));
        assertTrue(parts("pro-rata", pool).get("fox") > 1_000);
    }

    @Test
    void whenPayersClaimMoreThanThereIsAllHaveLess() {
        Pool pool = new Pool(10, Map.of("fox", 1L), List.of(payer("ann", 90, "fox", 1L), payer("bob", 10, "owl", 1L)));
        assertEquals(Map.of("fox", 9L, "owl", 1L), parts("user-centric", pool));
    }

    @Test
    void withoutViewsNothingIsShared() {
        Pool pool = new Pool(1_000, Map.of(), List.of(payer("ann", 600)));
        assertEquals(Map.of(), parts("user-centric", pool));
        assertEquals(Map.of(), parts("pro-rata", pool));
    }

    @Test
    void anyPoolIsSharedToTheUnitAndTheSameWayAgain() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Pool pool = pool(random);
            for (String model : List.of("pro-rata", "user-centric")) {
                Map<String, Long> parts = parts(model, pool);
                long sum = parts.values().stream().mapToLong(Long::longValue).sum();
                assertEquals(pool.amount(), sum, "seed " + seed + " " + model + " " + pool);
                assertEquals(parts, parts(model, pool), "seed " + seed);
            }
        }
    }

    private static Pool pool(Random random) {
        Map<String, Long> all = new HashMap<>();
        all.put("fox", 1L);
        List<PeriodFacts.Payer> payers = new ArrayList<>();
        for (int p = 0; p < 5; p++) {
            Map<String, Long> watched = new HashMap<>();
            for (int v = random.nextInt(4); v > 0; v--) {
                String holder = "h" + random.nextInt(5);
                watched.merge(holder, 1L + random.nextInt(1_000_000), Long::sum);
            }
            watched.forEach((holder, weight) -> all.merge(holder, weight, Long::sum));
            payers.add(new PeriodFacts.Payer("p" + p, random.nextInt(1_000), watched));
        }
        return new Pool(1 + random.nextInt(10_000), all, payers);
    }

    private static PeriodFacts.Payer payer(String account, long amount, Object... watched) {
        return new PeriodFacts.Payer(
                account, amount, watched.length == 0 ? Map.of() : Map.of((String) watched[0], (Long) watched[1]));
    }

    private static Map<String, Long> parts(String model, PeriodFacts pool) {
        Map<String, Long> parts = new TreeMap<>();
        for (Share share : share(model).allocate(pool)) {
            assertTrue(share.reason().startsWith("views_"));
            assertEquals(null, parts.put(share.holder(), share.amount()), "one share for each holder");
        }
        return parts;
    }

    private static ViewsShare share(String model) {
        return new ViewsShare(new ViewsConfig() {
            @Override
            public String model() {
                return model;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return ViewsConfig.class;
            }
        });
    }

    private record Pool(long amount, Map<String, Long> weights, List<PeriodFacts.Payer> payers) implements PeriodFacts {
        @Override
        public String period() {
            return "2026-10";
        }

        @Override
        public String pool() {
            return "views";
        }

        @Override
        public String asset() {
            return "EUR";
        }
    }
}
