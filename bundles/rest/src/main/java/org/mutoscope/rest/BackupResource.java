package org.mutoscope.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Backups of the running platform, and the check of its ledger. */
@Path("/api/v1/admin")
public final class BackupResource {
    private final House house;
    private final java.nio.file.Path data;
    private final Semaphore one = new Semaphore(1);

    BackupResource(House house, java.nio.file.Path data) {
        this.house = house;
        this.data = data;
    }

    /** Writes one consistent backup into the data folder's {@code backups}. */
    @POST
    @Path("backup")
    public Response backup(@Context HttpServletRequest request) {
        if (!one.tryAcquire()) {
            throw new Problem(Code.BACKUP_FAILED, "Another backup is being written. Try again when it is done.");
        }
        try {
            Audit.write(house, Call.of(request).caller(), "backup", "data");
            BackupWriter.Written written = new BackupWriter(house, data).write();
            return Json.ok(Json.object("path", written.file().toString())
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
    @POST
    @Path("ledger/verify")
    public Response verify(@Context HttpServletRequest request) {
        java.util.List<String> problems = house.work().read(tx -> house.ledger().verify(tx));
        return Json.ok(Json.object("ok", problems.isEmpty()).and("problems", problems));
    }
}
