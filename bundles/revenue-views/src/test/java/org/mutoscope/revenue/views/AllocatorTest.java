package org.mutoscope.revenue.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.revenue.Allocator;

/** The arithmetic that all models share. {@code -Dmutoscope.holders=1000000 -Dmutoscope.cases=200000} for the whole counts. */
class AllocatorTest {
    private static final int HOLDERS = Integer.getInteger("mutoscope.holders", 100_000);

    private static final int CASES = Integer.getInteger("mutoscope.cases", 20_000);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void whatCannotBeDividedIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Allocator.divide(-1, Map.of("a", 1L), "p"));
        assertThrows(IllegalArgumentException.class, () -> Allocator.divide(1, Map.of("a", -1L), "p"));
        assertThrows(ArithmeticException.class, () -> Allocator.divide(1, Map.of("a", Long.MAX_VALUE, "b", 1L), "p"));
        assertThrows(NullPointerException.class, () -> Allocator.divide(1, Map.of("a", 1L), null));
    }

    @Test
    void whereNobodyHasAClaimNothingIsDivided() {
        assertEquals(Map.of(), Allocator.divide(100, Map.of(), "p"));
        assertEquals(Map.of(), Allocator.divide(100, Map.of("a", 0L, "b", 0L), "p"));
        assertEquals(Map.of(), Allocator.divide(0, Map.of("a", 1L), "p"));
    }

    @Test
    void oneHolderHasAll() {
        assertEquals(Map.of("a", Long.MAX_VALUE), Allocator.divide(Long.MAX_VALUE, Map.of("a", 3L, "b", 0L), "p"));
    }

    @Test
    void smallCasesAreExactAndFair() {
        for (int i = 0; i < CASES; i++) {
            Map<String, Long> weights = weights(1 + random.nextInt(8), 1 + random.nextInt(50));
            long amount = random.nextInt(1_000);
            Map<String, Long> parts = Allocator.divide(amount, weights, "p" + i);
            require(amount, weights, parts);
        }
    }

    @Test
    void theLargestNumbersAreExact() {
        for (int i = 0; i < 2_000; i++) {
            Map<String, Long> weights = new HashMap<>();
            int holders = 1 + random.nextInt(8);
            for (int h = 0; h < holders; h++) {
                weights.put("h" + h, (random.nextLong() >>> 1) / holders);
            }
            long amount = random.nextLong() >>> 1 + random.nextInt(20);
            require(amount, weights, Allocator.divide(amount, weights, "p"));
        }
    }

    /** Sums are exact, who has no claim has nothing, nobody is a whole unit off, and who has the larger claim has no less. */
    private void require(long amount, Map<String, Long> weights, Map<String, Long> parts) {
        BigInteger sum = weights.values().stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
        long given = parts.values().stream().mapToLong(Long::longValue).sum();
        Supplier<String> what = () -> "seed " + seed + ": " + amount + " by " + weights + " is " + parts;
        assertEquals(sum.signum() == 0 ? 0 : amount, given, what);
        weights.forEach((holder, weight) -> {
            BigInteger part = BigInteger.valueOf(parts.getOrDefault(holder, 0L));
            BigInteger off =
                    part.multiply(sum).subtract(BigInteger.valueOf(amount).multiply(BigInteger.valueOf(weight)));
            assertTrue(sum.signum() == 0 || off.abs().compareTo(sum) < 0, what);
            assertTrue(weight > 0 || part.signum() == 0, what);
            weights.forEach((other, lower) ->
                    assertTrue(lower >= weight || part.longValue() >= parts.getOrDefault(other, 0L), what));
        });
    }

    @Test
    void theOrderOfTheClaimsDoesNotMatter() {
        for (int i = 0; i < 500; i++) {
            Map<String, Long> weights = weights(20, 4);
            List<Map.Entry<String, Long>> shuffled = new ArrayList<>(weights.entrySet());
            Collections.shuffle(shuffled, random);
            Map<String, Long> other = new LinkedHashMap<>();
            shuffled.forEach(entry -> other.put(entry.getKey(), entry.getValue()));
            assertEquals(
                    new ArrayList<>(Allocator.divide(77, weights, "p").entrySet()),
                    new ArrayList<>(Allocator.divide(77, other, "p").entrySet()),
                    "seed " + seed);
        }
    }

    /** Of 1,000 periods with one unit for three equals each has about a third; the salts are fixed, so this is the same at each run. */
    @Test
    void noNameIsFavouredForEver() {
        Map<String, Long> won = new HashMap<>();
        for (int period = 0; period < 1_000; period++) {
            Allocator.divide(1, Map.of("a", 7L, "b", 7L, "c", 7L), "period " + period)
                    .forEach((holder, one) -> won.merge(holder, one, Long::sum));
        }
        won.values().forEach(count -> assertTrue(count > 280 && count < 390, won.toString()));
    }

    @Test
    void manyHoldersAreExact() {
        Map<String, Long> weights = weights(HOLDERS, 1_000_000);
        long begun = System.nanoTime();
        Map<String, Long> parts = Allocator.divide(12_345_678_901L, weights, "2026-10");
        long took = (System.nanoTime() - begun) / 1_000_000;
        assertEquals(
                12_345_678_901L,
                parts.values().stream().mapToLong(Long::longValue).sum());
        org.slf4j.LoggerFactory.getLogger(AllocatorTest.class).info("{} holders took {} ms", HOLDERS, took);
    }

    @Test
    void partsPerMillionAreRoundedDown() {
        assertEquals(0, Allocator.part(1, 999_999));
        assertEquals(999_999, Allocator.part(1_000_000, 999_999));
        assertEquals(Long.MAX_VALUE, Allocator.part(Long.MAX_VALUE, 1_000_000));
        assertEquals(
                BigInteger.valueOf(Long.MAX_VALUE)
                        .multiply(BigInteger.valueOf(123_457))
                        .divide(BigInteger.valueOf(1_000_000))
                        .longValueExact(),
                Allocator.part(Long.MAX_VALUE, 123_457));
        assertThrows(IllegalArgumentException.class, () -> Allocator.part(1, 1_000_001));
        assertThrows(IllegalArgumentException.class, () -> Allocator.part(-1, 1));
    }

    private Map<String, Long> weights(int holders, int most) {
        Map<String, Long> weights = new HashMap<>();
        for (int h = 0; h < holders; h++) {
            weights.put("acct_" + h, (long) random.nextInt(most));
        }
        return weights;
    }
}
