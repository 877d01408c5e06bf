package org.mutoscope.pipeline;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes files: those whose time has come, those of deleted jobs, and the oldest when all together take too much room. */
final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final long MEBIBYTE = 1024L * 1024;
    private static final Duration LEFT_AFTER = Duration.ofMinutes(1);

    private final UnitOfWork storage;
    private final ClipFiles files;
    private final Supplier<PipelineConfig> settings;
    private final ShotFiles shots;

    Retention(UnitOfWork storage, ClipFiles files, Supplier<PipelineConfig> settings) {
        this.shots = new ShotFiles(storage, files);
        this.storage = storage;
        this.files = files;
        this.settings = settings;
    }

    ShotFiles shots() {
        return shots;
    }

    private record Kept(String jobId, long bytes) {}

    /** @param name its variant among the files of a job, or its id */
    private record Stored(String name, String store, String key) {}

    int sweep(int limit) {
        int swept = sweepLeft(limit) + sweepFiles(limit) + shots.sweep(limit);
        Set<String> due = new LinkedHashSet<>(expired(limit));
        if (due.size() < limit) {
            due.addAll(tooMuch(limit - due.size(), due));
        }
        for (String jobId : due) {
            swept += sweep(jobId) ? 1 : 0;
        }
        return swept;
    }

    /**
     * Files that an attempt put into the store before its job was cancelled or failed: no row names them. A thread that had not noticed yet has long done so
     * by then.
     */
    private int sweepLeft(int limit) {
        List<String> ended = storage.read(tx -> tx.query(
                "select id from job where files_gone = false and expires_at is null and state in ('FAILED', 'CANCELLED')"
                        + " and ended_at < ? order by seq fetch first " + limit + " rows only",
                row -> row.text("id"),
                tx.now().minus(LEFT_AFTER)));
        int swept = 0;
        for (String jobId : ended) {
            swept += sweep(jobId) ? 1 : 0;
        }
        return swept;
    }

    /** Files of accounts that were deleted or have expired. */
    private int sweepFiles(int limit) {
        List<Stored> due = storage.read(tx -> tx.query(
                "select id, store, asset_key from media_file where deleted_at is not null or expires_at < ?"
                        + " order by seq fetch first " + limit + " rows only",
                row -> new Stored(row.text("id"), row.text("store"), row.text("asset_key")),
                tx.now()));
        int swept = 0;
        for (Stored file : due) {
            try {
                files.delete(file.store, file.key);
                storage.write(tx -> tx.update("delete from media_file where id = ?", file.name));
                swept++;
            } catch (IOException e) {
                LOG.warn("the file {} could not be deleted and is tried again: {}", file.name, e.getMessage());
            }
        }
        return swept;
    }

    /** Deleting a job sets its expiry to that moment, so both are found here. A job that was cancelled may still be at it for a moment. */
    private List<String> expired(int limit) {
        return storage.read(tx -> tx.query(
                "select id from job where files_gone = false and expires_at < ? and (state = 'COMPLETED' or ended_at < ?)"
                        + " order by expires_at fetch first " + limit + " rows only",
                row -> row.text("id"),
                tx.now(),
                tx.now().minus(LEFT_AFTER)));
    }

    private List<String> tooMuch(int limit, Set<String> already) {
        long most = settings.get().asset_mebibytes() * MEBIBYTE;
        if (most == 0) {
            return List.of();
        }
        long all = storage.read(tx ->
                        tx.first("select coalesce(sum(bytes), 0) as bytes from asset", row -> row.number("bytes")))
                .orElse(0L);
        List<String> due = new ArrayList<>();
        if (all > most) {
            List<Kept> oldest = storage.read(tx -> tx.query(
                    "select j.id, j.seq, sum(a.bytes) as bytes from job j join asset a on a.job_id = j.id where j.files_gone = false"
                            + " and j.state = 'COMPLETED' group by j.id, j.seq order by j.seq fetch first "
                            + (limit + already.size())
                            + " rows only",
                    row -> new Kept(row.text("id"), row.number("bytes"))));
            for (Kept kept : oldest) {
                if (all > most && due.size() < limit) {
                    all -= kept.bytes;
                    due.add(kept.jobId);
                }
            }
        }
        return due;
    }

    /** Files first, then the row that says so: a crash between leaves a row that is swept again. */
    private boolean sweep(String jobId) {
        List<Stored> stored = storage.read(tx -> tx.query(
                "select variant, store, asset_key from asset where job_id = ?",
                row -> new Stored(row.text("variant"), row.text("store"), row.text("asset_key")),
                jobId));
        try {
            for (Stored file : stored) {
                files.delete(file.store, file.key);
            }
            if (stored.stream().noneMatch(file -> file.name.equals("video"))) {
                files.deleteLeft(Storing.keys(
                        jobId, storage.read(tx -> ShotTable.of(tx, jobId)).size()));
            }
        } catch (IOException e) {
            LOG.warn("files of {} could not be deleted and are tried again: {}", jobId, e.getMessage());
            return false;
        }
        storage.write(tx -> {
            tx.update("delete from asset where job_id = ?", jobId);
            Drafts.gone(tx, jobId);
            return tx.update("update job set files_gone = true where id = ?", jobId);
        });
        return true;
    }
}
