package org.mutoscope.core.revenue;

import java.time.Instant;
import java.util.List;
import org.mutoscope.core.identity.Caller;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What holders are told of each month: every line, what was paid, and sums that follow from them. Each names the hash of the one before and is
 * signed (Ed25519), so that a holder who keeps them can show any later change. Safe for use by several threads.
 */
@ProviderType
public interface Statements {
    /** Statements of the caller, for operators of all, the newest first. @param before {@link Statement#seq()} to go on from, {@code Long.MAX_VALUE} for the newest @param limit 1 to 1,000 */
    List<Statement> list(Caller by, long before, int limit);

    /**
     * A statement as a file, the same bytes each time.
     *
     * @param csv else JSON
     * @throws org.mutoscope.core.problem.Problem {@code statement_not_found}; {@code statement_broken} if the books no longer say what was signed
     */
    String show(Caller by, String id, boolean csv);

    /** Makes those that are due: of months that are over for some hours. @return how many */
    int make();

    /**
     * A statement in short. Amounts are micros.
     *
     * @param number of the holder's statements in this currency, from 1
     * @param period UTC month, {@code 2026-11}
     * @param onHold at the end of the month
     * @param payable at the end of the month
     */
    record Statement(
            String id,
            long seq,
            String holder,
            String currency,
            int number,
            String period,
            Instant madeAt,
            long onHold,
            long payable,
            String sha256) {}
}
