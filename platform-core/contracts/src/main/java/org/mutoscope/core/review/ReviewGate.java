package org.mutoscope.core.review;

import java.util.List;
import java.util.Optional;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.core.storage.Transaction;
import org.osgi.annotation.versioning.ProviderType;

/** The review desk as the road of a job sees it. Safe for use by several threads. */
@ProviderType
public interface ReviewGate {
    /** Entry of the obligations of a job that a person must look at before it begins. */
    String REVIEW = "mutoscope.review";

    /** What stands in the place of the prompt until it was looked at: the words are kept encrypted. */
    String HIDDEN = "(in review)";

    /** Reason for which such a job waits. */
    String WAITS = "review";

    /**
     * What a person said of the same text before, for the same account, while guards, their versions and the names that they look for were the same.
     *
     * @return empty if nobody has, or anything has changed since
     */
    Optional<Answer> known(Looked looked);

    /** Puts an order on the desk, in the transaction that queues its job with {@link #HIDDEN} for a prompt and {@link #REVIEW} among its obligations. */
    void open(Transaction tx, Order order);

    /** How it stands with the order of a job; empty if it never was on the desk. */
    Optional<Standing> standing(String jobId);

    /**
     * A text and who looked at it.
     *
     * @param purpose {@code prompt}, {@code storyboard}, ...
     * @param guards all that were asked, {@code id (bundle@version)}
     */
    record Looked(String accountId, String purpose, String text, List<String> guards) {
        /** Copies the list. */
        public Looked {
            guards = List.copyOf(guards);
        }
    }

    /**
     * An order that a person must look at.
     *
     * @param use what the clip is for: a purpose of licences
     * @param said what each guard said, at least one of them with a reason
     */
    record Order(String jobId, Looked looked, String use, List<Said> said) {
        /** Copies the list. */
        public Order {
            said = List.copyOf(said);
        }
    }

    /**
     * What a person said.
     *
     * @param sentence for the creator; null if it is allowed
     */
    record Answer(boolean allowed, String sentence) {}

    /**
     * How it stands with an order.
     *
     * @param allowed whether it may begin
     * @param use what the clip is for
     * @param findings of all guards
     */
    record Standing(boolean allowed, String use, List<Finding> findings) {
        /** Copies the list. */
        public Standing {
            findings = List.copyOf(findings);
        }
    }
}
