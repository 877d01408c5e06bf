package org.mutoscope.core.rights;

import java.time.Instant;
import java.util.List;
import org.mutoscope.core.identity.Caller;
import org.osgi.annotation.versioning.ProviderType;

/** What registered subjects look like, so that pictures which clips are made from are known again. Hashes are kept, never the pictures. Safe for use by several threads. */
@ProviderType
public interface Portraits {
    /** Most pictures of one subject. */
    int MOST = 100;

    /**
     * Adds one.
     *
     * @param hash what it looks like, by {@link org.mutoscope.api.guard.PictureHash}
     * @throws org.mutoscope.core.problem.Problem {@code subject_not_found}, {@code invalid_portrait}
     */
    Portrait add(Caller by, String subjectId, long hash);

    /** Pictures of a subject, the oldest first. @throws org.mutoscope.core.problem.Problem {@code subject_not_found} */
    List<Portrait> list(Caller by, String subjectId);

    /** Takes one away. @return false if there is none. @throws org.mutoscope.core.problem.Problem {@code subject_not_found} */
    boolean remove(Caller by, String subjectId, String id);

    /** A picture, as far as it is kept. */
    record Portrait(String id, String subjectId, long hash, Instant createdAt) {}
}
