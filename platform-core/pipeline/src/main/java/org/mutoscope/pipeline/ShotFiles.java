package org.mutoscope.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.jobs.JobRunner.Ended;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Clips;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What shots of a film have in the asset store between their rendering and the film: assets of the job that nobody is given. */
final class ShotFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ShotFiles.class);

    private final UnitOfWork storage;
    private final ClipFiles files;

    ShotFiles(UnitOfWork storage, ClipFiles files) {
        this.storage = storage;
        this.files = files;
    }

    /**
     * Copies a file of a shot out of the store.
     *
     * @param variant one of {@link Shot#variants}
     * @throws Detour if it is gone, or its store is
     */
    Path fetch(Trip trip, String variant) throws Detour, InterruptedException {
        Clips.Clip stored = files.find(trip.job().id(), variant).orElseThrow(() -> lost(variant));
        Path target = trip.folder.resolve(variant);
        try (InputStream in = files.open(stored, 0)) {
            copy(in, target);
            return target;
        } catch (IOException e) {
            trip.goOn();
            throw gone(e) ? lost(variant) : Detour.waiting("waiting for the asset store: " + stored.store());
        }
    }

    /** Whether the store has such a file of a job. */
    boolean has(String jobId, String variant) {
        return files.find(jobId, variant).isPresent();
    }

    /** A folder that cannot be written is no fault of the store. */
    private static void copy(InputStream in, Path target) throws IOException, Detour {
        byte[] piece = new byte[1 << 16];
        int length = in.read(piece);
        try (OutputStream out = Files.newOutputStream(target)) {
            while (length >= 0) {
                out.write(piece, 0, length);
                length = read(in, piece);
            }
        } catch (Unread e) {
            throw (IOException) e.getCause();
        } catch (IOException e) {
            throw Detour.failed(
                    Code.SCRATCH_FAILED,
                    "a shot could not be written into the folder of the attempt: "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }

    /** It was the store that failed, not the folder. */
    private static final class Unread extends IOException {
        private static final long serialVersionUID = 1L;

        Unread(IOException cause) {
            super(cause);
        }
    }

    private static int read(InputStream in, byte[] piece) throws Unread {
        try {
            return in.read(piece);
        } catch (IOException e) {
            throw new Unread(e);
        }
    }

    private static boolean gone(Throwable fault) {
        for (Throwable at = fault; at != null; at = at.getCause()) {
            if (at instanceof NoSuchFileException) {
                return true;
            }
        }
        return false;
    }

    private static Detour lost(String variant) {
        String why = variant + " was kept in the asset store and is not there any more";
        return new Detour(new Ended.Failed(Code.SHOT_LOST.wire(), why, false), null);
    }

    private record Stored(String variant, String store, String key) {}

    /** Deletes what the shots of a film have left; what cannot be deleted now is tried again by {@link #sweep}. @return whether all is deleted */
    boolean delete(String jobId) {
        List<Stored> due = storage.read(tx -> tx.query(
                "select variant, store, asset_key from asset where job_id = ? and (variant like 'shot.%' or variant like 'input.%')",
                row -> new Stored(row.text("variant"), row.text("store"), row.text("asset_key")), jobId));
        try {
            for (Stored file : due) {
                files.delete(file.store, file.key);
            }
            storage.write(tx -> forget(tx, jobId, due));
            return true;
        } catch (IOException | Problem e) {
            LOG.warn("shots of {} could not be deleted and are tried again: {}", jobId, e.getMessage());
            return false;
        }
    }

    private static Optional<Void> forget(Transaction tx, String jobId, List<Stored> due) {
        due.forEach(file -> tx.update("delete from asset where job_id = ? and variant = ?", jobId, file.variant));
        ShotTable.gone(tx, jobId);
        return Optional.empty();
    }

    /** Deletes what is left of shots whose film is there. @return of how many jobs */
    int sweep(int limit) {
        return (int) storage.read(tx -> ShotTable.due(tx, limit)).stream()
                .filter(this::delete)
                .count();
    }
}
