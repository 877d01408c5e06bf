package org.mutoscope.core.review;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.mutoscope.core.identity.Caller;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The review desk for those who sit at it (operators), and for creators who appeal. One reviewer has an order at a time, and nobody decides about an order of an
 * account of his or her own. Acts are audited, without the prompt. Safe for use by several threads.
 */
@ProviderType
public interface Reviews {
    /** Where an order is. */
    enum State {
        /** Nobody has decided. */
        OPEN,
        /** It may run. */
        ALLOWED,
        /** It must not. */
        REFUSED,
        /** It was refused, and its creator asks another reviewer; its job has ended, an allowed text can be ordered again. */
        APPEALED,
        /** Nobody looked in time. */
        EXPIRED,
        /** Its job ended otherwise: cancelled, a kill switch, a licence taken back. */
        GONE
    }

    /**
     * Orders, the most urgent first, then the oldest. For operators all, without their texts; for others their own.
     *
     * @param state null for those that wait: open and appealed
     * @param limit 1 to 100
     */
    List<Review> list(Caller by, State state, int limit);

    /**
     * Shows one, with its text to the reviewer who has claimed it.
     *
     * @throws org.mutoscope.core.problem.Problem {@code review_not_found}
     */
    Review show(Caller by, String jobId);

    /**
     * Takes an order to look at, or takes it for longer.
     *
     * @param jobId null for the first that this reviewer may have
     * @throws org.mutoscope.core.problem.Problem {@code review_not_found}, {@code review_claimed}, {@code review_decided}, {@code review_not_yours}
     */
    Review claim(Caller by, String jobId);

    /**
     * Decides about an order that was claimed. Durable on return; a refused job has ended by then.
     *
     * @throws org.mutoscope.core.problem.Problem as {@link #claim}, and {@code review_not_claimed}, {@code invalid_decision}
     */
    Review decide(Caller by, String jobId, Decision decision);

    /**
     * Asks for another look, once, by the creator.
     *
     * @param why 1 to 1,000 characters
     * @throws org.mutoscope.core.problem.Problem {@code review_not_found}, {@code appeal_not_possible}
     */
    Review appeal(Caller by, String jobId, String why);

    /** How long orders wait. */
    Clock clock();

    /**
     * What is decided.
     *
     * @param category of a refusal, {@code [a-z_]}, 1 to 48; null if it is allowed
     * @param sentence of a refusal for the creator, 1 to 300 characters; null if it is allowed
     * @param duties of an allowed order, names and values as of licences; at most 20
     * @param reason for the file, 1 to 500 characters
     */
    record Decision(boolean allow, String category, String sentence, Map<String, String> duties, String reason) {
        /** Copies the map. */
        public Decision {
            duties = Map.copyOf(duties);
        }
    }

    /**
     * An order on the desk.
     *
     * @param purpose {@code prompt} or {@code storyboard}
     * @param urgent whether its category has a legal deadline
     * @param endsAt when it ends unless somebody has decided
     * @param claimedBy principal who has it now, or null
     * @param claimedUntil or null
     * @param category of a refusal, or null
     * @param sentence of a refusal, or null
     * @param appeal what the creator says against the refusal, or null
     * @param text the words; null unless the caller has claimed it
     * @param said what each guard said; findings are spans of the text
     * @param offences refusals of this account before, by category
     */
    record Review(
            String jobId,
            String accountId,
            String purpose,
            State state,
            boolean urgent,
            Instant askedAt,
            Instant endsAt,
            String claimedBy,
            Instant claimedUntil,
            String category,
            String sentence,
            Instant decidedAt,
            String appeal,
            String text,
            List<Said> said,
            Map<String, Long> offences) {
        /** Copies the collections. */
        public Review {
            said = List.copyOf(said);
            offences = Map.copyOf(offences);
        }
    }

    /**
     * How long orders wait.
     *
     * @param waiting orders that wait for a decision
     * @param oldest age of the oldest; zero without one
     * @param median age of the one in the middle
     * @param promise age beyond which somebody should be told
     */
    record Clock(int waiting, Duration oldest, Duration median, Duration promise) {
        /** Whether the promise is broken. */
        public boolean late() {
            return oldest.compareTo(promise) > 0;
        }
    }
}
