package org.mutoscope.api.revenue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Divides a whole amount by weights so that the parts add up to it exactly, by largest remainders (Hamilton's method): each holder has
 * {@code floor(amount * weight / sum of weights)}, and what is left goes in ones to those whose division left most. Of equals those come
 * first whose SHA-256 of salt and holder is lowest, so that with a new salt for each period low names are not favoured for ever. Known and
 * accepted: when the amount grows a holder may have one unit less (the Alabama paradox). Never depends on the order of the map. Stateless;
 * safe for use by several threads.
 */
public final class Allocator {
    private Allocator() {}

    /**
     * Divides.
     *
     * @param amount in any unit, not negative
     * @param weights of each holder, not negative, in sum at most {@link Long#MAX_VALUE}
     * @param salt what ties are broken by: the period, or the job
     * @return what each has that has at least 1, in the order of the names; empty if all weights are zero: then nothing is divided
     * @throws IllegalArgumentException if the amount or a weight is negative
     * @throws ArithmeticException if the weights add up to more than {@link Long#MAX_VALUE}
     */
    public static Map<String, Long> divide(long amount, Map<String, Long> weights, String salt) {
        Objects.requireNonNull(salt);
        if (amount < 0) {
            throw new IllegalArgumentException("an amount to divide is not negative");
        }
        Division division = new Division(amount, weights);
        if (division.sum == 0 || amount == 0) {
            return Map.of();
        }
        division.floors();
        division.ones(salt);
        return division.parts();
    }

    /**
     * A part of an amount, rounded down.
     *
     * @param amount not negative
     * @param ppm parts per million, 0 to 1,000,000
     */
    public static long part(long amount, long ppm) {
        if (amount < 0 || ppm < 0 || ppm > 1_000_000) {
            throw new IllegalArgumentException("a part is of an amount that is not negative, 0 to 1,000,000 ppm");
        }
        long whole = amount / 1_000_000;
        return whole * ppm + amount % 1_000_000 * ppm / 1_000_000;
    }

    /** One division; arrays, because there may be a million holders. */
    private static final class Division {
        private final long amount;
        private final String[] holders;
        private final long[] weights;
        private final long[] parts;
        private final long[] remainders;
        private final long sum;
        private long left;

        Division(long amount, Map<String, Long> given) {
            this.amount = amount;
            Map<String, Long> sorted = new TreeMap<>(given);
            holders = sorted.keySet().toArray(String[]::new);
            weights = sorted.values().stream().mapToLong(Long::longValue).toArray();
            parts = new long[holders.length];
            remainders = new long[holders.length];
            long all = 0;
            for (long weight : weights) {
                if (weight < 0) {
                    throw new IllegalArgumentException("a weight is not negative");
                }
                all = Math.addExact(all, weight);
            }
            sum = all;
        }

        void floors() {
            left = amount;
            for (int i = 0; i < weights.length; i++) {
                if (Math.multiplyHigh(amount, weights[i]) == 0 && amount * weights[i] >= 0) {
                    long product = amount * weights[i];
                    parts[i] = product / sum;
                    remainders[i] = product % sum;
                } else {
                    BigInteger[] both = BigInteger.valueOf(amount)
                            .multiply(BigInteger.valueOf(weights[i]))
                            .divideAndRemainder(BigInteger.valueOf(sum));
                    parts[i] = both[0].longValueExact();
                    remainders[i] = both[1].longValueExact();
                }
                left -= parts[i];
            }
        }

        /** What is left is less than there are remainders above zero, so who has no weight is never paid. */
        void ones(String salt) {
            if (left == 0) {
                return;
            }
            long[] ranked = remainders.clone();
            Arrays.sort(ranked);
            long last = ranked[ranked.length - (int) left];
            int[] equals = new int[remainders.length];
            int count = 0;
            for (int i = 0; i < remainders.length; i++) {
                if (remainders[i] > last) {
                    parts[i]++;
                    left--;
                } else if (remainders[i] == last) {
                    equals[count++] = i;
                }
            }
            lowest(Arrays.copyOf(equals, count), salt);
        }

        private void lowest(int[] equals, String salt) {
            List<Tie> ties = Arrays.stream(equals)
                    .mapToObj(i -> new Tie(digest(salt, holders[i]), i))
                    .sorted()
                    .limit(left)
                    .toList();
            ties.forEach(tie -> parts[tie.index()]++);
        }

        Map<String, Long> parts() {
            Map<String, Long> shown = new LinkedHashMap<>();
            for (int i = 0; i < parts.length; i++) {
                if (parts[i] > 0) {
                    shown.put(holders[i], parts[i]);
                }
            }
            return shown;
        }
    }

    private record Tie(byte[] digest, int index) implements Comparable<Tie> {
        @Override
        public int compareTo(Tie other) {
            int byDigest = Arrays.compareUnsigned(digest, other.digest);
            return byDigest == 0 ? Integer.compare(index, other.index) : byDigest;
        }
    }

    private static byte[] digest(String salt, String holder) {
        try {
            return MessageDigest.getInstance("SHA-256").digest((salt + "\n" + holder).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
