package org.mutoscope.consent;

import java.util.function.Supplier;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Titles;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/**
 * What all desks share.
 *
 * @param soon has destroyed what is to be destroyed; returns at once
 */
record Office(
        UnitOfWork storage,
        Identity identity,
        Titles titles,
        Safe safe,
        Signer signer,
        Runnable soon,
        Supplier<ConsentConfig> settings) {
    static boolean runs(Caller by) {
        return by.may(Role.OPERATOR);
    }

    static void requireOperator(Caller by) {
        if (!runs(by)) {
            throw new Problem(Code.FORBIDDEN, "This is for operators.");
        }
    }

    /** @param by null when the platform acts */
    void audit(Transaction tx, Caller by, String act, String subject) {
        identity.audit(tx, by, "consent." + act, subject);
    }
}
