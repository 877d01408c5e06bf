package org.mutoscope.api.billing;

import java.time.Duration;
import java.util.Objects;

/** What a provider found out about a purchase. */
public sealed interface ProofOutcome {
    /**
     * The store vouches for it.
     *
     * @param fact the present state
     */
    record Verified(PurchaseFact fact) implements ProofOutcome {
        /** Checks for null. */
        public Verified {
            Objects.requireNonNull(fact);
        }
    }

    /**
     * The store vouches for a paid period of a subscription.
     *
     * @param period the period
     */
    record VerifiedPeriod(PlanPeriod period) implements ProofOutcome {
        /** Checks for null. */
        public VerifiedPeriod {
            Objects.requireNonNull(period);
        }
    }

    /**
     * The store has not decided yet.
     *
     * @param retryAfter when to ask again
     */
    record Pending(Duration retryAfter) implements ProofOutcome {
        /** Checks for null. */
        public Pending {
            Objects.requireNonNull(retryAfter);
        }
    }

    /**
     * It is no proof: forged, of another app, of another environment, cancelled.
     *
     * @param code short name in snake_case
     * @param message for the person who sent it: what is wrong and what to do
     */
    record Rejected(String code, String message) implements ProofOutcome {
        /** Checks for null. */
        public Rejected {
            Objects.requireNonNull(code);
            Objects.requireNonNull(message);
        }
    }

    /**
     * It cannot be said now (the store did not answer, or contradicts itself). The host asks again; nothing is granted meanwhile.
     *
     * @param reason for the operator
     */
    record Unknown(String reason) implements ProofOutcome {
        /** Checks for null. */
        public Unknown {
            Objects.requireNonNull(reason);
        }
    }
}
