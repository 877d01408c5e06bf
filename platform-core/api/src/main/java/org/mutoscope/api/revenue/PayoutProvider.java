package org.mutoscope.api.revenue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** Sends money to holders. Must be safe for use by several threads. */
@ConsumerType
public interface PayoutProvider {
    /** Service property (String, required): stable name of the provider. */
    String ID = "mutoscope.payout.id";

    /**
     * Code of a {@link PayoutOutcome.Returned} that {@link #lookup} answers when there is no payout with this key. It is no proof that none
     * is on its way: the host sends again, with the same key, once its patience is over.
     */
    String NOT_FOUND = "not_found";

    /** Sends a payout. The key is kept by the host: the same key is the same payout, however often it is sent. */
    PayoutOutcome send(PayoutRequest request) throws InterruptedException;

    /**
     * Sends the payouts of one run, for providers that put them into one file; each key is the same payout in whatever batch it comes.
     * The usual way is one {@link #send} after the other.
     *
     * @param batch the host's name of the run: letters, digits and {@code -}, at most 35
     * @return an outcome for each key; a key that is missing is {@link PayoutOutcome.Unknown}
     */
    default Map<String, PayoutOutcome> sendAll(String batch, List<PayoutRequest> requests) throws InterruptedException {
        Map<String, PayoutOutcome> outcomes = new LinkedHashMap<>();
        for (PayoutRequest request : requests) {
            outcomes.put(request.idempotencyKey(), send(request));
        }
        return outcomes;
    }

    /** Asks what became of a payout, and changes nothing. */
    PayoutOutcome lookup(String idempotencyKey) throws InterruptedException;

    /**
     * What is wrong with a destination, as a sentence for the holder who registers it; empty if it may be used. Checks what can be checked
     * without asking anybody, for example check digits.
     */
    default Optional<String> refused(String destination) {
        return Optional.empty();
    }

    /** What may be paid in a currency; empty if nothing. */
    default Optional<Limits> capabilities(String currency) {
        return Optional.of(new Limits(1, Long.MAX_VALUE));
    }

    /**
     * Begins to make a holder known to the provider, or goes on with it.
     *
     * @param holder account of the holder
     * @param destination what an earlier call answered, if there was one
     * @return empty if the provider has no such way, and a holder writes down where to pay
     */
    default Optional<Onboarding> onboard(String holder, Optional<String> destination) throws InterruptedException {
        return Optional.empty();
    }

    /**
     * Takes a payout back that was sent, as far as the provider can.
     *
     * @return {@link PayoutOutcome.Returned} if it is surely taken back; {@link PayoutOutcome.Sent} if it stays sent
     */
    default PayoutOutcome reverse(String idempotencyKey) throws InterruptedException {
        return lookup(idempotencyKey);
    }

    /**
     * Keys of payouts that a message of the provider is about; the host asks {@link #lookup} for each, so that a message alone moves no money.
     *
     * @param headers names in lower case
     * @throws IllegalArgumentException if the message is not the provider's, with a sentence that says why
     */
    default List<String> concerned(Map<String, String> headers, byte[] body) {
        throw new IllegalArgumentException("this provider sends no messages");
    }

    /**
     * Bounds of one payout.
     *
     * @param least in minor units, at least 1
     * @param most in minor units
     */
    record Limits(long least, long most) {
        /** @throws IllegalArgumentException if they bound nothing */
        public Limits {
            if (least < 1 || most < least) {
                throw new IllegalArgumentException("limits are at least 1, and the upper one not below the lower");
            }
        }
    }

    /**
     * How far a holder is.
     *
     * @param destination what payouts are to name
     * @param link where the holder goes on, in a browser; empty if there is nothing to do
     * @param ready whether payouts would arrive now
     */
    record Onboarding(String destination, Optional<String> link, boolean ready) {
        /** Checks for null. */
        public Onboarding {
            Objects.requireNonNull(destination);
            Objects.requireNonNull(link);
        }
    }

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
