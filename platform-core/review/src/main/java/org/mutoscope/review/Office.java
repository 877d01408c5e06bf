package org.mutoscope.review;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/**
 * What all of this bundle share.
 *
 * @param names counts the changes of the names that guards look for; 0 while there are none
 */
record Office(
        UnitOfWork storage,
        Identity identity,
        JobBoard board,
        Seal seal,
        LongSupplier names,
        Supplier<ReviewConfig> settings) {
    static boolean reviews(Caller by) {
        return by.may(Role.OPERATOR);
    }

    static void requireReviewer(Caller by) {
        if (!reviews(by)) {
            throw new Problem(Code.FORBIDDEN, "This is for operators.");
        }
    }

    void audit(Transaction tx, Caller by, String act, String jobId) {
        identity.audit(tx, by, "review." + act, jobId);
    }

    /** Ends the job of a refused order; again and again until it has ended. */
    void end(ReviewTable.Line refused) {
        board.stop(refused.jobId(), new Problem(Code.MODERATION_BLOCKED, sentence(refused)));
    }

    static String sentence(ReviewTable.Line refused) {
        return "A person looked at it and said no (" + refused.category() + "): " + refused.sentence()
                + " Nothing was charged.";
    }

    static Problem absent(String jobId) {
        return new Problem(Code.REVIEW_NOT_FOUND, "No order of that id was on the desk.", "id", null);
    }
}
