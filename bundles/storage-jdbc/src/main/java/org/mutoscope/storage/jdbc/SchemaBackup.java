package org.mutoscope.storage.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A copy of the embedded database made before its tables change, so that the older build can be had back. */
final class SchemaBackup {
    /** For a server, which is backed up by its own tools. */
    static final SchemaBackup NONE = new SchemaBackup(null, null);

    private static final Logger LOG = LoggerFactory.getLogger(SchemaBackup.class);

    private final EmbeddedFolder folder;
    private final DataSource source;

    SchemaBackup(EmbeddedFolder folder, DataSource source) {
        this.folder = folder;
        this.source = source;
    }

    void before(String schema) {
        if (folder == null) {
            return;
        }
        Path target = folder.path().resolve("before-upgrade-of-schema-" + schema);
        try {
            if (Files.exists(target)) {
                return; // an upgrade that failed once: the older copy is the good one
            }
            Path young = Files.createTempDirectory(folder.path(), "upgrade");
            BackupCopy.make(source, young);
            Files.move(young, target);
            LOG.info(
                    "the tables are about to change; a copy of the database as it was is kept in {}; docs/operate/backup-and-restore.md"
                            + " says how to go back to it",
                    target);
        } catch (IOException e) {
            throw new StorageUnusable(
                    StorageUnusable.Why.NOT_WRITABLE,
                    "no copy could be made before the tables change: " + e.getMessage()
                            + "; make room on the disk and start again",
                    e);
        }
    }
}
