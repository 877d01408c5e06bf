package org.mutoscope.rights;

import java.util.function.Supplier;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/**
 * What all desks of the registry share.
 *
 * @param sweep looks for jobs that must not go on; returns at once
 */
record Office(
        UnitOfWork storage, Identity identity, Catalogue catalogue, Runnable sweep, Supplier<RightsConfig> settings) {
    static boolean runs(Caller by) {
        return by.may(Role.OPERATOR);
    }

    static void requireOperator(Caller by) {
        if (!runs(by)) {
            throw new Problem(Code.FORBIDDEN, "This is for operators.");
        }
    }

    void audit(Transaction tx, Caller by, String act, String subject) {
        identity.audit(tx, by, "rights." + act, subject);
    }

    /** After the transaction jobs are looked for that must not go on. */
    void sweepAfter(Transaction tx) {
        tx.afterCommit(sweep);
    }

    /** A sentence that somebody gives as a reason. */
    static String reason(String text) {
        if (text == null || text.isBlank() || text.length() > 500 || !Words.plain(text)) {
            throw new Problem(
                    Code.INVALID_REQUEST, "Say in \"reason\" why, in 1 to 500 characters on one line.", "reason", null);
        }
        return text;
    }
}
