package org.mutoscope.api.assets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Keeps finished files. The store with the highest {@code service.ranking} takes new files; a reference names the store that reads it, so
 * a store can be added or retired without losing a byte. Must be safe for use by several threads.
 */
@ConsumerType
public interface AssetStore {
    /** Service property (String, required): stable name of the store, at most 32 characters. */
    String ID = "mutoscope.assets.id";

    /**
     * Stores a file: writes, checks the digest, then publishes. The same key and content again is no error. The file is left alone.
     *
     * @param key name of the file in the store: letters, digits, dashes, underscores, dots and slashes, at most 200
     * @param file what to store
     * @return what was stored
     * @throws IOException if it could not be stored whole (disk full, other content under the key)
     */
    StoredAsset put(String key, Path file) throws IOException;

    /**
     * Opens a part of a file.
     *
     * @param key as given to {@link #put}
     * @param offset first byte
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    InputStream open(String key, long offset) throws IOException;

    /** Deletes a file; deleting what is not there is no error. */
    void delete(String key) throws IOException;

    /** Bytes that can still be stored, or {@link Long#MAX_VALUE} if unknown. */
    long free() throws IOException;
}
