package org.mutoscope.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Clips;
import org.mutoscope.core.road.Shelf.After;
import org.mutoscope.core.road.Shelf.Kept;
import org.mutoscope.core.road.Shelf.NewFile;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table {@code media_file}. What has expired or was deleted is not there for anybody but retention. */
final class FileTable {
    private static final String READ =
            "select id, account_id, purpose, filename, media_type, bytes, sha256, store, asset_key, created_at, expires_at from media_file";
    private static final String THERE =
            " where account_id = ? and deleted_at is null and (expires_at is null or expires_at > ?)";

    private FileTable() {}

    /** What the files of an account come to. */
    record Used(long files, long bytes) {}

    static Used used(Transaction tx, String accountId) {
        return tx.first(
                        "select count(*) as files, coalesce(sum(bytes), 0) as bytes from media_file" + THERE,
                        row -> new Used(row.number("files"), row.number("bytes")),
                        accountId,
                        tx.now())
                .orElseThrow();
    }

    /** A file whose bytes are stored. */
    record Entry(String id, NewFile file, Trip.Asset asset) {}

    /** @param life until it expires; a character's clip does not */
    static void insert(Transaction tx, Entry entry, Duration life) {
        boolean stays = entry.file.purpose().equals(FileShelf.CHARACTER);
        tx.update(
                "insert into media_file (id, account_id, purpose, filename, media_type, bytes, sha256, store, asset_key, created_at, expires_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                entry.id,
                entry.file.accountId(),
                entry.file.purpose(),
                entry.file.name(),
                entry.asset.mediaType(),
                entry.asset.bytes(),
                entry.asset.sha256(),
                entry.asset.store(),
                entry.asset.key(),
                tx.now(),
                stays ? null : tx.now().plus(life));
    }

    /** A character's clip included. */
    static Optional<Kept> find(Transaction tx, String accountId, String id) {
        return tx.first(READ + THERE + " and id = ?", FileTable::kept, accountId, tx.now(), id);
    }

    /** A part of a list. @param purpose or null for any */
    record Page(String accountId, String purpose, After after, int limit) {}

    static List<Kept> list(Transaction tx, Page page) {
        StringBuilder sql = new StringBuilder(READ).append(THERE).append(" and purpose <> ?");
        List<Object> values = new ArrayList<>(List.of(page.accountId, tx.now(), FileShelf.CHARACTER));
        if (page.purpose != null) {
            sql.append(" and purpose = ?");
            values.add(page.purpose);
        }
        After after = page.after;
        if (after.id() != null) {
            sql.append(after.newestFirst() ? " and seq < ?" : " and seq > ?");
            values.add(place(tx, page.accountId, after.id()));
        }
        sql.append(" order by seq").append(after.newestFirst() ? " desc" : "").append(" fetch first ? rows only");
        values.add(page.limit);
        return tx.query(sql.toString(), FileTable::kept, values.toArray());
    }

    private static long place(Transaction tx, String accountId, String id) {
        return tx.first(
                        "select seq from media_file where account_id = ? and id = ?",
                        row -> row.number("seq"),
                        accountId,
                        id)
                .orElseThrow(() -> new Problem(
                        Code.INVALID_PAGING, "\"after\" names a file that is not in this list.", "after", null));
    }

    /** @return false if it is not there, or a character's */
    static boolean delete(Transaction tx, String accountId, String id) {
        return tx.update(
                        "update media_file set deleted_at = ? where account_id = ? and id = ? and purpose <> ? and deleted_at is null",
                        tx.now(),
                        accountId,
                        id,
                        FileShelf.CHARACTER)
                == 1;
    }

    private static Kept kept(Row row) {
        return new Kept(
                row.text("id"),
                row.text("account_id"),
                row.text("purpose"),
                row.text("filename"),
                row.moment("created_at"),
                row.moment("expires_at"),
                new Clips.Clip(
                        row.text("id"),
                        "file",
                        row.text("store"),
                        row.text("asset_key"),
                        row.text("media_type"),
                        row.number("bytes"),
                        row.text("sha256")));
    }
}
