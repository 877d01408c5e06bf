package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

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
}
