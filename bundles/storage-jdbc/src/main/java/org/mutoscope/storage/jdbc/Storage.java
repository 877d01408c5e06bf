package org.mutoscope.storage.jdbc;

import org.mutoscope.core.storage.Backups;
import org.mutoscope.core.storage.UnitOfWork;

/** What both engines offer. */
interface Storage extends UnitOfWork, Backups, AutoCloseable {
    /** Ends work under way, then lets go of the database. Later calls answer {@code storage_unavailable}. */
    @Override
    void close();
}
