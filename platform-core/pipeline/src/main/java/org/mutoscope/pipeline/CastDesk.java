package org.mutoscope.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.MediaFacts;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Cast;
import org.mutoscope.core.road.Shelf;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/** Characters: a row in {@code rights_subject}, a grant to the owner, and a clip on the shelf. */
final class CastDesk implements Cast {
    private static final int MOST_NAME = 80;
    private static final long LEAST_MILLIS = 2_000;
    private static final long MOST_MILLIS = 4_000;
    /** A clip of four seconds may end a frame later. */
    private static final long TOLERANCE = 100;

    private static final String READ =
            "select id, account_id, name, size, milliseconds, created_at, file_id from rights_subject";
    private static final String THERE = " where kind = 'CHARACTER' and state = 'OWN' and deleted_at is null";

    private final UnitOfWork storage;
    private final FileShelf shelf;
    private final Uploads uploads;

    CastDesk(UnitOfWork storage, FileShelf shelf, Uploads uploads) {
        this.storage = storage;
        this.shelf = shelf;
        this.uploads = uploads;
    }

    /** A character that may be used. @param clip what it looks like */
    record Known(Member member, Shelf.Kept clip) {}

    @Override
    public Member create(String accountId, String name, Path clip) {
        if (name == null || name.isBlank() || name.length() > MOST_NAME || !Texts.storable(name)) {
            throw new Problem(
                    Code.INVALID_NAME, "A character's name has 1 to " + MOST_NAME + " characters.", "name", null);
        }
        MediaFacts facts = uploads.facts(clip);
        if (facts.milliseconds() < LEAST_MILLIS - TOLERANCE || facts.milliseconds() > MOST_MILLIS + TOLERANCE) {
            throw Uploads.bad("it lasts " + facts.milliseconds() + " ms, and a character's has 2 to 4 seconds");
        }
        String id = Ids.next("char_");
        String file = Ids.next("file-");
        Shelf.NewFile kept = new Shelf.NewFile(accountId, FileShelf.CHARACTER, name, clip, null);
        return shelf.stored(file, kept, tx -> {
            tx.update(
                    "insert into rights_subject (id, account_id, kind, name, file_id, size, milliseconds, created_at)"
                            + " values (?, ?, 'CHARACTER', ?, ?, ?, ?, ?)",
                    id,
                    accountId,
                    name,
                    file,
                    facts.size().toString(),
                    facts.milliseconds(),
                    tx.now());
            tx.update(
                    "insert into rights_grant (id, subject_id, account_id, kind, created_at) values (?, ?, ?, 'OWNER', ?)",
                    Ids.next("grant_"),
                    id,
                    accountId,
                    tx.now());
            return owned(tx, accountId, id).orElseThrow();
        });
    }

    @Override
    public Optional<Member> find(String accountId, String id) {
        return storage.read(tx -> owned(tx, accountId, id));
    }

    private static Optional<Member> owned(Transaction tx, String accountId, String id) {
        return tx.first(READ + THERE + " and account_id = ? and id = ?", CastDesk::member, accountId, id);
    }

    @Override
    public List<Member> list(String accountId, String after, int limit) {
        return storage.read(tx -> {
            List<Object> values = new ArrayList<>(List.of(accountId));
            String from = "";
            if (after != null) {
                from = " and seq < ?";
                values.add(tx.first(
                                "select seq from rights_subject where account_id = ? and id = ?",
                                row -> row.number("seq"),
                                accountId,
                                after)
                        .orElseThrow(() -> new Problem(
                                Code.INVALID_PAGING,
                                "\"after\" names a character that is not in this list.",
                                "after",
                                null)));
            }
            values.add(limit);
            String sql = READ + THERE + " and account_id = ?" + from + " order by seq desc fetch first ? rows only";
            return tx.query(sql, CastDesk::member, values.toArray());
        });
    }

    @Override
    public boolean delete(String accountId, String id) {
        return storage.write(tx -> {
            int deleted = tx.update(
                    "update rights_subject set deleted_at = ? where account_id = ? and id = ? and state = 'OWN' and deleted_at is null",
                    tx.now(),
                    accountId,
                    id);
            tx.update(
                    "update media_file set deleted_at = ? where deleted_at is null and id in"
                            + " (select file_id from rights_subject where account_id = ? and id = ? and deleted_at is not null)",
                    tx.now(),
                    accountId,
                    id);
            return deleted == 1;
        });
    }

    /**
     * The characters of an order.
     *
     * @throws Problem {@code character_not_found}, {@code character_permission_denied}, {@code invalid_character}
     */
    List<Known> require(String accountId, List<String> ids, String prompt) {
        List<String> wanted = ids.stream().distinct().toList();
        if (wanted.size() > MOST_PER_CLIP) {
            throw bad("A clip has at most " + MOST_PER_CLIP + " characters; " + wanted.size() + " are asked for.");
        }
        List<Known> cast = wanted.isEmpty()
                ? List.of()
                : storage.read(tx ->
                        wanted.stream().map(id -> known(tx, accountId, id)).toList());
        for (Known known : cast) {
            if (prompt == null || !prompt.contains(known.member().name())) {
                throw bad("The prompt does not name the character "
                        + known.member().id() + ": write its name in it word for word.");
            }
        }
        return cast;
    }

    private static Known known(Transaction tx, String accountId, String id) {
        Member member = tx.first(READ + THERE + " and id = ?", CastDesk::member, id)
                .orElseThrow(() -> new Problem(
                        Code.CHARACTER_NOT_FOUND,
                        "There is no such character. It may have been deleted.",
                        "characters",
                        null));
        boolean granted = tx.first(
                        "select id from rights_grant where subject_id = ? and account_id = ? and revoked_at is null",
                        row -> row.text("id"),
                        id,
                        accountId)
                .isPresent();
        if (!granted) {
            throw new Problem(
                    Code.CHARACTER_PERMISSION_DENIED,
                    "This character belongs to another account, which has not let you use it. Nothing was charged.",
                    "characters",
                    null);
        }
        Shelf.Kept clip = tx.first("select file_id from rights_subject where id = ?", row -> row.text("file_id"), id)
                .flatMap(file -> FileTable.find(tx, member.accountId(), file))
                .orElseThrow(() -> new IllegalStateException("a character without a clip: " + id));
        return new Known(member, clip);
    }

    private static Problem bad(String message) {
        return new Problem(Code.INVALID_CHARACTER, message + " Nothing was charged.", "characters", null);
    }

    private static Member member(Row row) {
        return new Member(
                row.text("id"),
                row.text("account_id"),
                row.text("name"),
                FrameSize.parse(row.text("size")),
                row.number("milliseconds"),
                row.moment("created_at"));
    }
}
