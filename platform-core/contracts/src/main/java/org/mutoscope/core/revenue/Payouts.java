package org.mutoscope.core.revenue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.core.identity.Caller;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Sends holders what they earned. Each payout has one key for ever; what became of it is asked, never guessed. Amounts are minor units of the
 * currency. Safe for use by several threads.
 *
 * <pre>
 * PLANNED -> SENT -> PAID | FAILED | RETURNED      SENT -> UNKNOWN -asked-> PLANNED (the same key) | SENT | PAID | FAILED
 * </pre>
 */
@ProviderType
public interface Payouts {
    /** Where a payout stands. */
    enum State {
        /** Taken off what is payable, and to be sent. */
        PLANNED,
        /** Handed to the provider. */
        SENT,
        /** Arrived. */
        PAID,
        /** Surely not sent; payable again. */
        FAILED,
        /** Came back; payable again. */
        RETURNED,
        /** Nobody knows whether it was sent; it is asked, and sent again with its own key at most. */
        UNKNOWN
    }

    /** What a run would pay now, and why not the rest (operators); changes nothing. */
    List<Due> plan(Caller by);

    /** Plans and sends (operators). Two runs at once pay once. */
    Run run(Caller by);

    /** Payouts of the caller, for operators of all, the newest first. @param before {@link Payout#seq()} to go on from, {@code Long.MAX_VALUE} for the newest @param limit 1 to 1,000 */
    List<Payout> list(Caller by, long before, int limit);

    /**
     * The operator's word on what became of a payout that was sent.
     *
     * @param paid whether it arrived; if not it came back, and is payable again
     * @throws org.mutoscope.core.problem.Problem {@code payout_not_found}, {@code payout_not_open} if nothing is left to say about it
     */
    Payout tell(Caller by, String id, boolean paid, String reason);

    /** Asks the provider now (operators). @throws org.mutoscope.core.problem.Problem {@code payout_not_found} */
    Payout ask(Caller by, String id);

    /** Has the provider take it back, as far as it can (operators). @throws org.mutoscope.core.problem.Problem {@code payout_not_found}, {@code payout_not_open}, {@code payout_provider_absent} */
    Payout takeBack(Caller by, String id);

    /** Where the caller is paid. */
    Optional<Destination> destination(Caller by);

    /**
     * Sets where the caller is paid. Audited; nothing is sent there before {@link Destination#usableAt()}.
     *
     * @throws org.mutoscope.core.problem.Problem {@code invalid_destination}, {@code payout_provider_absent}
     */
    Destination payTo(Caller by, String provider, String destination);

    /**
     * Makes the caller known to a provider, or goes on with it; what the provider answers is where the caller is paid from then on.
     *
     * @throws org.mutoscope.core.problem.Problem {@code payout_provider_absent} if it is not there, does not answer, or has no such way
     */
    Joined join(Caller by, String provider);

    /** A message of a provider: what it is about is asked for soon. @throws org.mutoscope.core.problem.Problem {@code payout_message_refused}, {@code payout_provider_absent} */
    void message(String provider, Map<String, String> headers, byte[] body);

    /**
     * What one holder has payable in one currency.
     *
     * @param micros payable, disputes aside
     * @param minor what would be sent
     * @param withheld what would be kept back beside it
     * @param provider null without a destination
     * @param obstacle why it is not paid, in snake_case: {@code no_destination, destination_new, destination_blocked, below_threshold, holder_frozen,
     *     provider_absent, currency_not_paid, in_doubt}; null if it is
     */
    record Due(
            String holder, String currency, long micros, long minor, long withheld, String provider, String obstacle) {}

    /** What a run did. @param left what it did not pay */
    record Run(String id, List<Payout> payouts, List<Due> left) {
        /** Copies the lists. */
        public Run {
            payouts = List.copyOf(payouts);
            left = List.copyOf(left);
        }
    }

    /**
     * A payout.
     *
     * @param id the provider's key too
     * @param withheld kept back beside the amount
     * @param destination its last letters
     * @param reference the provider's, or null
     * @param reason why it is not sent, or null
     * @param backAt when it became payable again, or null
     */
    record Payout(
            String id,
            long seq,
            String run,
            String holder,
            String currency,
            long minor,
            long withheld,
            String provider,
            String destination,
            State state,
            String reference,
            String reason,
            Instant madeAt,
            Instant sentAt,
            Instant backAt) {}

    /** Where a holder is paid. @param hint the last letters @param blocked why nothing is sent there, or null */
    record Destination(String provider, String hint, Instant changedAt, Instant usableAt, String blocked) {}

    /** How far a holder is with a provider. @param link where to go on, or null */
    record Joined(Destination destination, String link, boolean ready) {}
}
