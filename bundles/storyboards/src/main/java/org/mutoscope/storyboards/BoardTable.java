package org.mutoscope.storyboards;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.creation.Storyboard.Shot;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Films.Scene;
import org.mutoscope.core.road.Storyboards.Board;
import org.mutoscope.core.road.Storyboards.Head;
import org.mutoscope.core.road.Storyboards.Kept;
import org.mutoscope.core.road.Storyboards.Look;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** Storyboards in their tables. */
final class BoardTable {
    private static final String OWN = " where account_id = ? and id = ?";

    private BoardTable() {}

    static long count(Transaction tx, String account) {
        return tx.first("select count(*) as n from storyboard where account_id = ?", row -> row.number("n"), account)
                .orElse(0L);
    }

    /** Adds one, version 1. */
    static void insert(Transaction tx, String account, Kept kept) {
        Board board = kept.board();
        Look look = board.look();
        tx.update(
                "insert into storyboard (id, account_id, version, title, model, size, language, voice, writer, remarks, shots, seconds,"
                        + " created_at, updated_at) values (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                kept.id(),
                account,
                board.title(),
                look.model(),
                look.size(),
                look.language(),
                look.voice(),
                kept.writer(),
                String.join("\n", kept.remarks()),
                board.scenes().size(),
                board.seconds(),
                tx.now(),
                tx.now());
        shots(tx, kept.id(), board);
    }

    /** Puts another in its place. What was remarked about the first writing no longer holds. @return false if it has another version, or is not there */
    static boolean update(Transaction tx, String account, String id, int version, Board board) {
        Look look = board.look();
        int changed = tx.update(
                "update storyboard set version = version + 1, title = ?, model = ?, size = ?, language = ?, voice = ?, remarks = '',"
                        + " shots = ?, seconds = ?, updated_at = ?" + OWN + " and version = ?",
                board.title(),
                look.model(),
                look.size(),
                look.language(),
                look.voice(),
                board.scenes().size(),
                board.seconds(),
                tx.now(),
                account,
                id,
                version);
        if (changed == 0) {
            return false;
        }
        tx.update("delete from storyboard_shot where storyboard_id = ?", id);
        shots(tx, id, board);
        return true;
    }

    private static void shots(Transaction tx, String id, Board board) {
        int number = 0;
        for (Scene scene : board.scenes()) {
            Shot shot = scene.shot();
            tx.update(
                    "insert into storyboard_shot (storyboard_id, number, seconds, prompt, camera, characters, negative, transition, narration)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    id,
                    ++number,
                    shot.seconds(),
                    shot.prompt(),
                    shot.camera(),
                    String.join(" ", shot.characters()),
                    shot.negative(),
                    shot.transition(),
                    scene.narration());
        }
    }

    static Optional<Kept> find(Transaction tx, String account, String id) {
        List<Scene> scenes = tx.query(
                "select seconds, prompt, camera, characters, negative, transition, narration from storyboard_shot"
                        + " where storyboard_id = ? order by number",
                BoardTable::scene,
                id);
        return tx.first(
                "select id, version, title, model, size, language, voice, writer, remarks, created_at, updated_at from storyboard"
                        + OWN,
                row -> kept(row, scenes),
                account,
                id);
    }

    private static Scene scene(Row row) {
        return new Scene(
                new Shot(
                        (int) row.number("seconds"),
                        row.text("prompt"),
                        row.text("camera"),
                        Texts.split(row.text("characters"), " "),
                        row.text("negative"),
                        row.text("transition")),
                row.text("narration"));
    }

    private static Kept kept(Row row, List<Scene> scenes) {
        Look look = new Look(row.text("model"), row.text("size"), row.text("language"), row.text("voice"));
        return new Kept(
                row.text("id"),
                (int) row.number("version"),
                new Board(row.text("title"), look, scenes),
                row.text("writer"),
                Texts.split(row.text("remarks"), "\n"),
                row.moment("created_at"),
                row.moment("updated_at"));
    }

    static List<Head> list(Transaction tx, String account, String after, int limit) {
        List<Object> values = new ArrayList<>(List.of(account));
        String from = "";
        if (after != null) {
            from = " and seq < ?";
            values.add(tx.first("select seq from storyboard" + OWN, row -> row.number("seq"), account, after)
                    .orElseThrow(() -> new Problem(
                            Code.INVALID_PAGING,
                            "\"after\" names a storyboard that is not in this list.",
                            "after",
                            null)));
        }
        values.add(limit);
        return tx.query(
                "select id, version, title, shots, seconds, created_at, updated_at from storyboard where account_id = ?"
                        + from + " order by seq desc fetch first ? rows only",
                row -> new Head(
                        row.text("id"),
                        (int) row.number("version"),
                        row.text("title"),
                        (int) row.number("shots"),
                        (int) row.number("seconds"),
                        row.moment("created_at"),
                        row.moment("updated_at")),
                values.toArray());
    }

    static boolean delete(Transaction tx, String account, String id) {
        if (tx.first("select id from storyboard" + OWN, row -> id, account, id).isEmpty()) {
            return false;
        }
        tx.update("delete from storyboard_shot where storyboard_id = ?", id);
        return tx.update("delete from storyboard" + OWN, account, id) == 1;
    }
}
