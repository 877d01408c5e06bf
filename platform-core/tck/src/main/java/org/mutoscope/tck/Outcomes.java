package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.PlanPeriod;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.PurchaseFact;

/** Reads outcomes. */
final class Outcomes {
    private Outcomes() {}

    /** The fact of an outcome that must vouch for one. */
    static PurchaseFact fact(ProofOutcome outcome) {
        if (outcome instanceof ProofOutcome.VerifiedPeriod period) {
            return period.period().purchase();
        }
        return assertInstanceOf(ProofOutcome.Verified.class, outcome, "the outcome")
                .fact();
    }

    /** Whether it claims to know. */
    static boolean sure(ProofOutcome outcome) {
        return outcome instanceof ProofOutcome.Verified
                || outcome instanceof ProofOutcome.VerifiedPeriod
                || outcome instanceof ProofOutcome.Rejected;
    }

    /** What a reading comes to: all but the moments, which differ when the store is asked how things stand now. */
    static List<Object> essence(NoticeReading reading) {
        List<Object> essence = new ArrayList<>(List.of(reading.eventId(), reading.type(), reading.recognised()));
        reading.purchases().forEach(purchase -> essence.add(undated(purchase)));
        reading.periods().forEach(period -> essence.add(undated(period)));
        reading.signals().forEach(signal -> essence.add(signal.getClass().getSimpleName() + signal.environment()));
        return essence;
    }

    /** A period without the moment at which it was vouched for. */
    static PlanPeriod undated(PlanPeriod period) {
        return new PlanPeriod(
                undated(period.purchase()), period.subscriptionId(), period.startsAt(), period.expiresAt());
    }

    private static PurchaseFact undated(PurchaseFact fact) {
        return new PurchaseFact(
                fact.purchaseId(),
                fact.environment(),
                fact.productId(),
                fact.quantity(),
                fact.accountId(),
                fact.paidMinor(),
                fact.currency(),
                fact.revokedPer100000(),
                Instant.EPOCH);
    }
}
