package org.mutoscope.api.billing;

import java.time.Instant;
import java.util.Objects;

/**
 * What a store tells besides the state of a purchase. Like facts, signals are absolute: the host applies each once per event, ignores one
 * signed before the last it saw on the same subject, and may receive them in any order.
 */
public sealed interface StoreSignal {
    /** {@code production} or {@code sandbox}. */
    String environment();

    /** When the store vouched for it. */
    Instant signedAt();

    /**
     * The buyer asked the store for the money back and the store asks how much was used. The host freezes what is left of the purchase
     * and, with the buyer's consent only, answers through {@link RefundAnswers}.
     *
     * @param purchaseId the purchase
     * @param answerBy when an answer is of no use any more
     */
    record RefundAsked(String purchaseId, String environment, Instant signedAt, Instant answerBy)
            implements StoreSignal {
        /** Checks for null. */
        public RefundAsked {
            Objects.requireNonNull(purchaseId);
            Objects.requireNonNull(environment);
            Objects.requireNonNull(signedAt);
            Objects.requireNonNull(answerBy);
        }
    }

    /**
     * The store refused the refund: the purchase stands, the host unfreezes it.
     *
     * @param purchaseId the purchase
     */
    record RefundDeclined(String purchaseId, String environment, Instant signedAt) implements StoreSignal {
        /** Checks for null. */
        public RefundDeclined {
            Objects.requireNonNull(purchaseId);
            Objects.requireNonNull(environment);
            Objects.requireNonNull(signedAt);
        }
    }

    /**
     * A subscription's privileges stand until a moment: a grace period lengthens them, an end or a failed renewal shortens them.
     *
     * @param subscriptionId the store's id
     * @param until when they end, in the past if they have ended
     */
    record PlanUntil(String subscriptionId, String environment, Instant signedAt, Instant until)
            implements StoreSignal {
        /** Checks for null. */
        public PlanUntil {
            Objects.requireNonNull(subscriptionId);
            Objects.requireNonNull(environment);
            Objects.requireNonNull(signedAt);
            Objects.requireNonNull(until);
        }
    }

    /**
     * A guardian withdrew consent: the account may not generate any more; its balance stays.
     *
     * @param purchaseId any purchase of the account
     */
    record ConsentWithdrawn(String purchaseId, String environment, Instant signedAt) implements StoreSignal {
        /** Checks for null. */
        public ConsentWithdrawn {
            Objects.requireNonNull(purchaseId);
            Objects.requireNonNull(environment);
            Objects.requireNonNull(signedAt);
        }
    }
}
