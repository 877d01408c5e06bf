package org.mutoscope.core.road;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The files of finished jobs. */
@ProviderType
public interface Clips {
    /** Finds a file. @param variant {@code video}, {@code thumbnail} or {@code spritesheet} */
    Optional<Clip> find(String jobId, String variant);

    /** Opens a file from a byte on. @throws IOException if the store cannot give it now */
    InputStream open(Clip clip, long offset) throws IOException;

    /** Deletes files whose time has come or whose job was deleted; at most {@code limit} jobs. @return how many jobs */
    int sweep(int limit);

    /** A file. */
    record Clip(String jobId, String variant, String store, String key, String mediaType, long bytes, String sha256) {}
}
