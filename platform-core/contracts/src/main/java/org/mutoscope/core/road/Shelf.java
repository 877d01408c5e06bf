package org.mutoscope.core.road;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Files that accounts keep here to make clips from. They are bytes: nobody looks into one before it is used. Safe for use by several threads. */
@ProviderType
public interface Shelf {
    /**
     * Keeps a file; durable on return.
     *
     * @throws org.mutoscope.core.problem.Problem {@code invalid_file}, {@code file_quota_exceeded}, {@code disk_full}
     */
    Kept keep(NewFile file);

    /** A file of an account that was not deleted and has not expired. */
    Optional<Kept> find(String accountId, String id);

    /**
     * Files of an account by time of keeping.
     *
     * @param purpose of these alone, or null
     * @param after id of the one before the first wanted, or null
     * @param limit 1 to 1,000
     */
    List<Kept> list(String accountId, String purpose, After after, int limit);

    /** Deletes a file; jobs that were made from it have their own copy. @return false if there is none */
    boolean delete(String accountId, String id);

    /** Which part of a list. @param id of the last one seen, or null */
    record After(String id, boolean newestFirst) {}

    /**
     * A file to keep.
     *
     * @param purpose a word in snake_case, at most 32
     * @param name what it is called, 1 to 255 characters; nothing follows from it
     * @param file where it is until this returns
     * @param life how long it is kept, or null for the installation's own
     */
    record NewFile(String accountId, String purpose, String name, Path file, Duration life) {}

    /**
     * A file that is kept.
     *
     * @param expiresAt when it is deleted, or null if never
     * @param stored where its bytes are, for {@link Clips#open}
     */
    record Kept(
            String id,
            String accountId,
            String purpose,
            String name,
            Instant createdAt,
            Instant expiresAt,
            Clips.Clip stored) {}
}
