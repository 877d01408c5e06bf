package org.mutoscope.api.revenue;

import java.util.Objects;
import org.osgi.annotation.versioning.ConsumerType;

/** Sends money to holders. Must be safe for use by several threads. */
@ConsumerType
public interface PayoutProvider {
    /** Service property (String, required): stable name of the provider. */
    String ID = "mutoscope.payout.id";

    /** Sends a payout. The key is kept by the host: the same key is the same payout, however often it is sent. */
    PayoutOutcome send(PayoutRequest request) throws InterruptedException;

    /** Asks what became of a payout. */
    PayoutOutcome lookup(String idempotencyKey) throws InterruptedException;

    /**
     * One payout.
     *
     * @param idempotencyKey the host's key, at most 160 characters
     * @param holder account of the holder
     * @param destination where to, as the holder registered it
     * @param minor amount in minor units, at least 1
     * @param currency ISO 4217 code
     */
    record PayoutRequest(String idempotencyKey, String holder, String destination, long minor, String currency) {}

    /** What became of it. */
    sealed interface PayoutOutcome {
        /**
         * On its way or arrived.
         *
         * @param reference the provider's id
         * @param arrived whether it has arrived
         */
        record Sent(String reference, boolean arrived) implements PayoutOutcome {}

        /**
         * Surely not sent, or sent back.
         *
         * @param code short name in snake_case
         * @param message for the holder
         */
        record Returned(String code, String message) implements PayoutOutcome {}

        /**
         * Not known; never sent again with another key.
         *
         * @param reason for the operator
         */
        record Unknown(String reason) implements PayoutOutcome {
            /** Checks for null. */
            public Unknown {
                Objects.requireNonNull(reason);
            }
        }
    }
}
