package org.mutoscope.core.road;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.media.FrameSize;
import org.osgi.annotation.versioning.ProviderType;

/** Characters: somebody or something with a name and a clip that shows it, which may appear in clips of those who have a grant. Safe for use by several threads. */
@ProviderType
public interface Cast {
    /** Most characters in one clip. */
    int MOST_PER_CLIP = 2;

    /**
     * Makes a character; its owner alone may use it.
     *
     * @param name 1 to 80 characters; prompts name it word for word
     * @param clip 2 to 4 seconds that nobody has looked into, readable until this returns
     * @throws org.mutoscope.core.problem.Problem {@code invalid_name}, {@code invalid_video}, {@code file_quota_exceeded}
     */
    Member create(String accountId, String name, Path clip);

    /** A character of an account. */
    Optional<Member> find(String accountId, String id);

    /** Characters of an account, the newest first. @param after id of the last one seen, or null @param limit 1 to 1,000 */
    List<Member> list(String accountId, String after, int limit);

    /** Deletes a character and its clip; clips that were ordered with it are made. @return false if there is none */
    boolean delete(String accountId, String id);

    /** A character. @param milliseconds length of its clip @param size of its clip */
    record Member(String id, String accountId, String name, FrameSize size, long milliseconds, Instant createdAt) {}
}
