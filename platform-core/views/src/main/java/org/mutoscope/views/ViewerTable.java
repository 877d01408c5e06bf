package org.mutoscope.views;

import java.time.Instant;
import java.util.Optional;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** Who viewers are. Everything else about views names them by a random id, so that deleting a row here forgets who it was. */
final class ViewerTable {
    private ViewerTable() {}

    /** A viewer. @param since since when its account is there, or it was first seen */
    record Viewer(String id, Instant since) {}

    static Optional<Viewer> ofAccount(Transaction tx, String account) {
        return tx.first("select id, since from view_viewer where account_id = ?", ViewerTable::viewer, account);
    }

    static Optional<Viewer> ofTag(Transaction tx, String tag) {
        return tx.first("select id, since from view_viewer where tag = ?", ViewerTable::viewer, tag);
    }

    static Viewer addAccount(Transaction tx, String account) {
        Instant since = tx.first(
                        "select created_at from account where id = ?", row -> row.moment("created_at"), account)
                .orElseThrow();
        Viewer viewer = new Viewer(Words.id("viewer_"), since);
        try {
            tx.update("insert into view_viewer (id, account_id, since) values (?, ?, ?)", viewer.id(), account, since);
            return viewer;
        } catch (DuplicateKey another) {
            return ofAccount(tx, account).orElseThrow();
        }
    }

    static Viewer addTag(Transaction tx, String tag) {
        Viewer viewer = new Viewer(Words.id("viewer_"), tx.now());
        try {
            tx.update("insert into view_viewer (id, tag, since) values (?, ?, ?)", viewer.id(), tag, viewer.since());
            return viewer;
        } catch (DuplicateKey another) {
            return ofTag(tx, tag).orElseThrow();
        }
    }

    private static Viewer viewer(Row row) {
        return new Viewer(row.text("id"), row.moment("since"));
    }
}
