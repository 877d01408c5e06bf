package org.mutoscope.core.road;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The history of what was made, as everybody may read it. Safe for use by several threads. */
@ProviderType
public interface PublicHistory {
    /**
     * A file of the log (C2SP tlog-tiles).
     *
     * @param path below the log's prefix, as a client sent it
     * @return empty if there is none of that name
     * @throws org.mutoscope.core.problem.Problem {@code history_unavailable} if no log is installed or it cannot be read now
     */
    Optional<byte[]> read(String path);

    /**
     * Proof that a clip is in the log (C2SP tlog-proof).
     *
     * @return empty if it was made without a log
     * @throws org.mutoscope.core.problem.Problem {@code history_unavailable}
     */
    Optional<String> proof(String jobId);

    /** The log's verifier key (C2SP signed-note). @throws org.mutoscope.core.problem.Problem {@code history_unavailable} */
    String key();
}
