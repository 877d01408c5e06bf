package org.mutoscope.pipeline;

import java.math.BigInteger;
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

    /** What came. @param milliseconds of what was rendered; @param sound whether there is any */
    record Came(long milliseconds, boolean sound) {
        int seconds() {
            return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (milliseconds + 500) / 1000));
        }
    }

    long due(NewJob job, Came came) {
        boolean asked = "true".equals(job.parameters().get(Tariff.AUDIO));
        String priced = job.obligations().getOrDefault(PRICED, job.model());
        int seconds = Math.min(job.seconds(), came.seconds());
        if (seconds == job.seconds() && asked == (asked && came.sound) && priced.equals(job.model())) {
            return job.credits();
        }
        long whole = prices.price(priced, job.seconds(), job.size(), asked).credits();
        long part = prices.price(job.model(), seconds, job.size(), asked && came.sound)
                .credits();
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

    /** {@code amount x part / whole}, rounded up. */
    private static long shareUp(long amount, long part, long whole) {
        BigInteger[] share = BigInteger.valueOf(amount)
                .multiply(BigInteger.valueOf(part))
                .divideAndRemainder(BigInteger.valueOf(whole));
        return share[0].longValueExact() + (share[1].signum() == 0 ? 0 : 1);
    }
}
