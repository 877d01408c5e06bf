package org.mutoscope.core.identity;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What administrators and the platform itself did, to be read. Lines are written with {@link Identity#audit}, never changed, and deleted only
 * when they are older than the operator wants to keep them. Safe for use by several threads.
 */
@ProviderType
public interface AuditLog {
    /** Lines that fit, newest first. */
    List<Line> list(Wanted wanted);

    /**
     * Computes every seal again.
     *
     * @return what was found; lines of the last minutes are not sealed yet
     */
    Check verify();

    /**
     * Which lines. What is null is not asked for.
     *
     * @param before lines with a smaller number alone; {@code Long.MAX_VALUE} for the newest
     * @param limit 1 to 1,000
     * @param account lines of this account's principals
     * @param act lines whose act begins so
     */
    record Wanted(long before, int limit, String account, String act) {}

    /**
     * A line.
     *
     * @param seq its number; later lines have larger ones, and there may be gaps
     * @param principal who did it, or null for the platform
     * @param account the account of that principal, or null
     * @param name what that account is called now, or null
     * @param act short name with dots
     * @param subject what it was done to; no prompt, no key
     * @param outcome {@code BEGUN}, {@code DONE}, {@code REFUSED} or {@code FAILED}
     */
    record Line(
            long seq,
            Instant at,
            String principal,
            String account,
            String name,
            String act,
            String subject,
            String outcome) {}

    /**
     * What a check found.
     *
     * @param sealed number of the last line that is sealed, 0 if none is
     * @param head hash of the last seal, 64 hexadecimal digits; empty if there is none. Whoever notes it elsewhere can tell later whether all seals up to it
     *     were made anew
     * @param problems sentences; empty when all is well
     */
    record Check(long sealed, String head, List<String> problems) {
        /** Copies the list. */
        public Check {
            problems = List.copyOf(problems);
        }
    }
}
