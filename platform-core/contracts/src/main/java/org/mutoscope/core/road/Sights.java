package org.mutoscope.core.road;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** Looks at pictures that were sent for no clip. Safe for use by several threads. */
@ProviderType
public interface Sights {
    /**
     * What a picture looks like, by {@link org.mutoscope.api.guard.PictureHash}.
     *
     * @param picture a PNG, JPEG or WebP file that nobody has looked into
     * @throws org.mutoscope.core.problem.Problem {@code invalid_picture} if it is none, or of nearly one colour
     */
    long hash(Path picture);
}
