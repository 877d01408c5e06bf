package org.mutoscope.core.rights;

import java.time.Instant;
import java.util.List;
import org.mutoscope.core.identity.Caller;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Whom a holder approves: the accounts that offers to "approved people" are made to. Two who approve each other are mutuals. Safe for use by several threads.
 */
@ProviderType
public interface Following {
    /** Most accounts of one holder's list. */
    int MOST = 10_000;

    /** Approves an account. No change if it is approved. @throws org.mutoscope.core.problem.Problem {@code account_not_found}, {@code invalid_request} */
    Approved approve(Caller by, String accountId);

    /** Approves it no longer: what was offered to approved people it can use no more. @return false if it was not approved */
    boolean drop(Caller by, String accountId);

    /** Those the caller approves, the newest first. @param limit 1 to 1,000 */
    List<Approved> list(Caller by, int limit);

    /** One that is approved. @param mutual whether it approves the caller too */
    record Approved(String accountId, boolean mutual, Instant at) {}
}
