package org.mutoscope.rights;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.mutoscope.api.guard.Picture;
import org.mutoscope.api.guard.PictureCatalogue;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Portraits;
import org.mutoscope.core.rights.Rights.Kind;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/** What subjects look like: kept for their holders, told to guards. */
final class PortraitDesk implements Portraits, PictureCatalogue {
    private static final Set<Kind> SEEN = Set.of(Kind.LIKENESS, Kind.CHARACTER, Kind.ARTWORK);
    private static final String READ =
            "select id, subject_id, hash, created_at from rights_picture where subject_id = ?";
    private static final String TOLD =
            "select p.subject_id, s.kind, p.hash from rights_picture p join rights_subject s on s.id = p.subject_id"
                    + " where s.state in ('ACTIVE', 'FROZEN', 'OFF') and s.deleted_at is null";

    private final UnitOfWork storage;
    private final Identity identity;
    private final Catalogue names;
    /** Changes of pictures; those of who holds what are counted by the names, which change with them. */
    private final AtomicLong own = new AtomicLong();

    PortraitDesk(UnitOfWork storage, Identity identity, Catalogue names) {
        this.storage = storage;
        this.identity = identity;
        this.names = names;
    }

    @Override
    public Portrait add(Caller by, String subjectId, long hash) {
        return storage.write(tx -> {
            Kind kind = SubjectTable.owned(tx, by, subjectId).subject().kind();
            if (!SEEN.contains(kind)) {
                throw bad("A " + kind.word()
                        + " is not to be seen: pictures are of likenesses, characters and artworks.");
            }
            if (of(tx, subjectId).size() >= MOST) {
                throw bad("This subject has " + MOST + " pictures, as many as it may.");
            }
            String id = Words.id("pict_");
            tx.update(
                    "insert into rights_picture (id, subject_id, hash, created_at) values (?, ?, ?, ?)",
                    id,
                    subjectId,
                    hash,
                    tx.now());
            changed(tx, by, "picture.add", subjectId + " " + id);
            return new Portrait(id, subjectId, hash, tx.now());
        });
    }

    @Override
    public List<Portrait> list(Caller by, String subjectId) {
        return storage.read(tx -> {
            SubjectTable.owned(tx, by, subjectId);
            return of(tx, subjectId);
        });
    }

    private static List<Portrait> of(Transaction tx, String subjectId) {
        return tx.query(READ + " order by seq", PortraitDesk::portrait, subjectId);
    }

    @Override
    public boolean remove(Caller by, String subjectId, String id) {
        return storage.write(tx -> {
            SubjectTable.owned(tx, by, subjectId);
            boolean gone = tx.update("delete from rights_picture where subject_id = ? and id = ?", subjectId, id) == 1;
            if (gone) {
                changed(tx, by, "picture.remove", subjectId + " " + id);
            }
            return gone;
        });
    }

    private void changed(Transaction tx, Caller by, String act, String subject) {
        identity.audit(tx, by, "rights." + act, subject);
        tx.afterCommit(own::incrementAndGet);
    }

    @Override
    public long revision() {
        return names.revision() + own.get();
    }

    @Override
    public List<Picture> pictures() {
        return storage.read(tx -> tx.query(
                TOLD,
                row -> new Picture(
                        row.text("subject_id"), row.text("kind").toLowerCase(Locale.ROOT), row.number("hash"))));
    }

    private static Portrait portrait(Row row) {
        return new Portrait(row.text("id"), row.text("subject_id"), row.number("hash"), row.moment("created_at"));
    }

    private static Problem bad(String why) {
        return new Problem(Code.INVALID_PORTRAIT, why, "picture", null);
    }
}
