package org.mutoscope.pipeline;

import java.math.BigInteger;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.ledger.Prices;

/**
 * What a clip costs its creator once it is there: what was held, or less if less came than was ordered. Never more. Price locks, quotes and prices that have
 * changed since are kept to, since only the part of the list price that came counts: {@code fees + ceil((held - fees) x price of what came / price of
 * what was ordered)}. Seconds are rounded to the nearest, at least one.
 */
record Bill(Prices prices) {
    /** Parameter of a job: the model that its hold was worked out by, where another may have made it. */
    static final String PRICED = "mutoscope.priced-as";

    /** What came. @param milliseconds of what was rendered: of a clip one number, of a film that of each shot @param sound whether there is any */
    record Came(List<Long> milliseconds, boolean sound) {
        Came(long milliseconds, boolean sound) {
            this(List.of(milliseconds), sound);
        }

        /** Seconds of each part. */
        List<Integer> parts() {
            return milliseconds.stream()
                    .map(length -> (int) Math.max(1, Math.min(Integer.MAX_VALUE, (length + 500) / 1000)))
                    .toList();
        }

        int seconds() {
            return parts().stream().mapToInt(Integer::intValue).sum();
        }
    }

    long due(NewJob job, Came came) {
        boolean asked = "true".equals(job.parameters().get(Tariff.AUDIO));
        String priced = job.obligations().getOrDefault(PRICED, job.model());
        List<Integer> ordered = job.parts().isEmpty() ? List.of(job.seconds()) : job.parts();
        List<Integer> seconds = least(ordered, came.parts());
        if (seconds.equals(ordered) && asked == (asked && came.sound) && priced.equals(job.model())) {
            return job.credits();
        }
        long whole = price(ordered, length -> prices.price(priced, length, job.size(), asked));
        long part = price(seconds, length -> prices.price(job.model(), length, job.size(), asked && came.sound));
        if (part >= whole) {
            return job.credits();
        }
        long fees = Math.min(
                job.credits(),
                Licensed.fees(job.obligations()).stream()
                        .mapToLong(LicenceFee::credits)
                        .sum());
        return fees + shareUp(job.credits() - fees, part, whole);
    }

    private static List<Integer> least(List<Integer> ordered, List<Integer> came) {
        return IntStream.range(0, ordered.size())
                .mapToObj(i -> Math.min(ordered.get(i), came.get(i)))
                .toList();
    }

    private static long price(List<Integer> parts, IntFunction<Prices.Price> table) {
        return parts.stream()
                .mapToLong(seconds -> table.apply(seconds).credits())
                .reduce(0, Math::addExact);
    }

    /** {@code amount x part / whole}, rounded up. */
    private static long shareUp(long amount, long part, long whole) {
        BigInteger[] share = BigInteger.valueOf(amount)
                .multiply(BigInteger.valueOf(part))
                .divideAndRemainder(BigInteger.valueOf(whole));
        return share[0].longValueExact() + (share[1].signum() == 0 ? 0 : 1);
    }
}
