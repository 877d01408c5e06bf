package org.mutoscope.core.storage;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** Copies the database while the platform runs. */
@ProviderType
public interface Backups {
    /**
     * Writes one consistent copy into a folder that exists and is empty.
     *
     * @return sentence for the operator that says how this copy is put back
     * @throws IOException if it could not be written, or if this database is backed up by its own tools; the message says which
     */
    String copyInto(Path folder) throws IOException;
}
