package org.mutoscope.billing;

import java.util.Optional;
import java.util.function.Supplier;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** The operator's list of what is sold. */
record Products(Supplier<BillingConfig> settings) {
    /** What a pack promises that does not say how many generations it is: the standard clip never costs more than a tenth of it. */
    private static final long CLIPS = 10;

    private static final String CREDITS = "[1-9][0-9]{0,11}";

    /**
     * What one piece of a pack grants.
     *
     * @param credits at least 1
     * @param lock most credits that the standard clip may cost from its lot
     */
    record Pack(long credits, long lock) {
        /** Credits of several pieces. @throws Problem {@code invalid_amount} beyond 64 bits */
        long times(int quantity) {
            if (quantity > Long.MAX_VALUE / credits) {
                throw new Problem(Code.INVALID_AMOUNT, "So many pieces of one product cannot be booked: " + quantity);
            }
            return credits * quantity;
        }
    }

    /** The pack behind a product; empty if it is not on the list, or wrongly written there: then nothing is granted on a guess. */
    Optional<Pack> pack(String product) {
        return Lists.behind(Lists.of(settings.get().products()), product, ':').flatMap(Products::read);
    }

    /** The plan behind a subscription's product. */
    Optional<String> plan(String product) {
        return Lists.behind(Lists.of(settings.get().plans()), product, ':').filter(plan -> !plan.isEmpty());
    }

    private static Optional<Pack> read(String worth) {
        String[] parts = worth.split(":", -1);
        if (!parts[0].matches(CREDITS) || parts.length > 2 || parts.length == 2 && !parts[1].matches(CREDITS)) {
            return Optional.empty();
        }
        long credits = Long.parseLong(parts[0]);
        long clips = parts.length == 1 ? CLIPS : Long.parseLong(parts[1]);
        return Optional.of(new Pack(credits, Math.max(1, credits / clips))); // rounded down, in the buyer's favour
    }
}
