package org.mutoscope.rest;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Backups of the running platform, and the check of its ledger. */
final class BackupResource {
    private final House house;
    private final java.nio.file.Path data;
    private final Semaphore one = new Semaphore(1);

    BackupResource(House house, java.nio.file.Path data) {
        this.house = house;
        this.data = data;
    }

    /** Writes one consistent backup into the data folder's {@code backups}. */
    Answer backup(Ask ask) {
        if (!one.tryAcquire()) {
            throw new Problem(Code.BACKUP_FAILED, "Another backup is being written. Try again when it is done.");
        }
        try {
            Audit.write(house, ask.caller(), "backup", "data");
            BackupWriter.Written written = new BackupWriter(house, data).write();
            return Answer.json(Json.object("path", written.file().toString())
                    .and("bytes", written.bytes())
                    .and("assets", written.assets())
                    .and("note", written.note()));
        } catch (IOException e) {
            throw new Problem(Code.BACKUP_FAILED, "The backup could not be written: " + e.getMessage() + ".", null, e);
        } finally {
            one.release();
        }
    }

    /** Recomputes every invariant of the ledger. */
    Answer verify(Ask ask) {
        java.util.List<String> problems = house.verified();
        return Answer.json(Json.object("ok", problems.isEmpty()).and("problems", problems));
    }
}
