package org.mutoscope.storage.jdbc;

import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the tables to the version this build knows. Never back: an older build would not understand what a newer one has written. */
final class Schema {
    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

    private final DataSource source;
    private final SchemaBackup backup;

    /** @param backup keeps the old state before an upgrade */
    Schema(DataSource source, SchemaBackup backup) {
        this.source = source;
        this.backup = backup;
    }

    /** @param howToRestore what the operator does when the tables are beyond repair */
    void migrate(String howToRestore) {
        if (!Migrations.allDone(source)) {
            askFlyway(howToRestore);
        }
    }

    private void askFlyway(String howToRestore) {
        Flyway flyway = Flyway.configure(Schema.class.getClassLoader())
                .loggers("slf4j")
                .dataSource(source)
                .locations("classpath:db/migration")
                .load();
        try {
            MigrationInfo[] all = flyway.info().all();
            refuseNewer(all);
            refuseAltered(all);
            if (Arrays.stream(all).anyMatch(info -> !info.getState().isApplied())) {
                MigrationVersion before = newest(all, true);
                if (before.getVersion() != null) {
                    backup.before(before.getVersion());
                }
                flyway.migrate();
                LOG.info("the tables are at schema {} now, they were at {}", newest(all, false), before);
            }
        } catch (FlywayException e) {
            throw new StorageUnusable(
                    StorageUnusable.Why.NOT_MIGRATED,
                    "the tables could not be brought up to date (" + e.getMessage() + "); " + howToRestore,
                    e);
        }
    }

    private static void refuseNewer(MigrationInfo[] all) {
        MigrationVersion known = newest(all, false);
        MigrationVersion applied = newest(all, true);
        if (applied.isNewerThan(known)) {
            throw new StorageUnusable(
                    StorageUnusable.Why.NEWER,
                    "the database was written by a newer Mutoscope (schema " + applied + ", this build knows " + known
                            + "); start the newer one again, or put back a backup made before the upgrade");
        }
    }

    private static void refuseAltered(MigrationInfo[] all) {
        for (MigrationInfo info : all) {
            if (info.getState().isFailed() || !info.isChecksumMatching()) {
                throw new StorageUnusable(
                        StorageUnusable.Why.ALTERED,
                        "the tables of schema " + info.getVersion()
                                + (info.getState().isFailed()
                                        ? " were made only in part"
                                        : " were made by another build than this one")
                                + "; start the build that made them, or put back a backup");
            }
        }
    }

    private static MigrationVersion newest(MigrationInfo[] all, boolean applied) {
        return Arrays.stream(all)
                .filter(info ->
                        applied ? info.getState().isApplied() : info.getState().isResolved())
                .map(MigrationInfo::getVersion)
                .max(MigrationVersion::compareTo)
                .orElse(MigrationVersion.EMPTY);
    }
}
