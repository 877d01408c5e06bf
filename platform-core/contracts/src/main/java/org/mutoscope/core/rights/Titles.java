package org.mutoscope.core.rights;

import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.storage.Transaction;
import org.osgi.annotation.versioning.ProviderType;

/** The registry of rights for other parts of the platform that know who holds what, in their own transaction. Safe for use by several threads. */
@ProviderType
public interface Titles {
    /**
     * Gives a subject to an account: the one of this kind and name that it holds, switched on, or else a new one. It is active then.
     *
     * @param by who decided
     * @throws org.mutoscope.core.problem.Problem {@code subject_held} if another account holds one of that kind and name; {@code subject_in_dispute}, {@code subject_off} if its own
     *     cannot be used for another reason
     */
    Rights.Subject give(Transaction tx, Caller by, Title title);

    /** Ends a title: the subject is switched off, what was offered is withdrawn, what was granted is revoked, jobs that use it end within a minute. Its names are still found. */
    void end(Transaction tx, Caller by, String subjectId, String reason);

    /**
     * A title.
     *
     * @param holder account
     * @param evidence why, at most 4,000 characters; names the record that says more
     */
    record Title(Rights.Kind kind, String name, String holder, String evidence) {}
}
