package org.mutoscope.storyboards;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Cast;
import org.mutoscope.core.road.Storyboards;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/** Storyboards of all accounts. */
final class Boards implements Storyboards {
    private final Outside outside;
    private final Writing writing;
    private final Supplier<StoryboardsConfig> settings;

    Boards(Outside outside, Writing writing, Supplier<StoryboardsConfig> settings) {
        this.outside = outside;
        this.writing = writing;
        this.settings = settings;
    }

    /** What it takes from other bundles. */
    record Outside(UnitOfWork storage, Models models, Cast cast) {}

    @Override
    public Kept draft(Script script) {
        String text = script.script();
        if (text == null || text.isBlank() || text.length() > MOST_SCRIPT || !Texts.storable(text)) {
            throw new Problem(
                    Code.INVALID_SCRIPT, "A script is text of 1 to " + MOST_SCRIPT + " characters.", "script", null);
        }
        BoardCheck.look(script.look());
        Models.Model model = outside.models().resolve(script.look().model());
        List<Cast.Member> cast = script.characters().stream()
                .distinct()
                .map(id -> member(script.accountId(), id))
                .toList();
        Plan plan = Plan.of(script, model.offer(), cast);
        outside.storage().read(tx -> room(tx, script.accountId())); // before a service is paid for it
        Writing.Written written = writing.of(plan);
        return keep(script.accountId(), written);
    }

    private Cast.Member member(String account, String id) {
        return outside.cast()
                .find(account, id)
                .orElseThrow(() -> new Problem(
                        Code.CHARACTER_NOT_FOUND,
                        "There is no such character. It may have been deleted, or belong to another account.",
                        "characters",
                        null));
    }

    @Override
    public Kept keep(String accountId, Board board) {
        BoardCheck.require(board);
        return keep(accountId, new Writing.Written(board, HAND, List.of()));
    }

    private Kept keep(String account, Writing.Written written) {
        String id = "board_" + UUID.randomUUID().toString().replace("-", "");
        Kept kept = new Kept(id, 1, written.board(), written.writer(), written.remarks(), Instant.EPOCH, Instant.EPOCH);
        return outside.storage().write(tx -> {
            // Two at once must not both take the last place.
            tx.query("select id from account where id = ? for update", row -> id, account);
            room(tx, account);
            BoardTable.insert(tx, account, kept);
            return BoardTable.find(tx, account, id).orElseThrow();
        });
    }

    private long room(Transaction tx, String account) {
        int most = settings.get().storyboards_per_account();
        long there = BoardTable.count(tx, account);
        if (there >= most) {
            throw new Problem(
                    Code.TOO_MANY_STORYBOARDS,
                    "This account has " + there + " storyboards; " + most
                            + " is the most. Delete one that you no longer need.");
        }
        return there;
    }

    @Override
    public Optional<Kept> find(String accountId, String id) {
        return outside.storage().read(tx -> BoardTable.find(tx, accountId, id));
    }

    @Override
    public List<Head> list(String accountId, String after, int limit) {
        return outside.storage().read(tx -> BoardTable.list(tx, accountId, after, limit));
    }

    @Override
    public Kept edit(String accountId, String id, int version, Board board) {
        BoardCheck.require(board);
        return outside.storage().write(tx -> {
            if (!BoardTable.update(tx, accountId, id, version, board)) {
                int now = BoardTable.find(tx, accountId, id)
                        .map(Kept::version)
                        .orElseThrow(() -> new Problem(
                                Code.STORYBOARD_NOT_FOUND,
                                "There is no such storyboard. It may have been deleted, or belong to another account.",
                                "id",
                                null));
                throw new Problem(
                        Code.STORYBOARD_CHANGED,
                        "You edited version " + version + " of this storyboard, and it has version " + now
                                + " now. Get it again, edit that, and send its version. Nothing was changed.",
                        "version",
                        null);
            }
            return BoardTable.find(tx, accountId, id).orElseThrow();
        });
    }

    @Override
    public boolean delete(String accountId, String id) {
        return outside.storage().write(tx -> BoardTable.delete(tx, accountId, id));
    }
}
