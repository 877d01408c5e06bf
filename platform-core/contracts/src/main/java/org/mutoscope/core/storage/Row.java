package org.mutoscope.core.storage;

import java.time.Instant;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;

/** One row of a result, valid while it is read. Columns go by name. */
@ProviderType
public interface Row {
    /** Text, or null. */
    String text(String column);

    /** A whole number; 0 for null. */
    long number(String column);

    /** A whole number, or null. */
    Long numberOrNull(String column);

    /** Yes or no; false for null. */
    boolean flag(String column);

    /** A moment, or null. */
    Instant moment(String column);

    /** An id, or null. */
    UUID uuid(String column);
}
