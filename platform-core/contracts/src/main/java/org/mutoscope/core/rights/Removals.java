package org.mutoscope.core.rights;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.identity.Caller;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Clips that a holder had removed. From that moment nobody is given a file of them; what is stored goes within a minute, jobs that are not finished end, and their
 * hold is released. What was paid for a finished clip stays paid. What was made from a removed clip is removed with it. It cannot be taken back. Safe for use by several threads.
 */
@ProviderType
public interface Removals {
    /**
     * Removes the clip of a job that uses what the caller holds (operators: of any that uses something).
     *
     * @param reason 1 to 500 characters on one line; the creator reads it
     * @return what was removed, this one first; what was before is not in it
     * @throws org.mutoscope.core.problem.Problem {@code video_not_found}, {@code invalid_request}
     */
    List<Removal> remove(Caller by, String jobId, String reason);

    /**
     * Removes all clips that use a subject.
     *
     * @return what was removed; not what was before
     * @throws org.mutoscope.core.problem.Problem {@code subject_not_found}, {@code invalid_request}
     */
    List<Removal> removeAll(Caller by, String subjectId, String reason);

    /** Whether a clip was removed, and why. */
    Optional<Removal> find(String jobId);

    /** Those that the caller had removed, the newest first; for operators all. @param limit 1 to 1,000 */
    List<Removal> list(Caller by, int limit);

    /** A clip that was removed. @param holder account that wanted it @param filesGone whether nothing of it is stored any more */
    record Removal(String jobId, String holder, String reason, Instant at, boolean filesGone) {}
}
