package org.mutoscope.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mutoscope.api.creation.Storyboard.Shot;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Films.Scene;
import org.mutoscope.core.road.Storyboards.Board;
import org.mutoscope.core.road.Storyboards.Head;
import org.mutoscope.core.road.Storyboards.Kept;
import org.mutoscope.core.road.Storyboards.Look;

/** Storyboards as JSON, in both directions: what is shown may be sent back with changes. */
final class BoardJson {
    private static final Set<String> SHOT =
            Set.of("number", "seconds", "prompt", "camera", "characters", "negative", "transition", "narration");

    private BoardJson() {}

    /** Model, size and voice, each null if it is not there. */
    static Look look(Fields fields) {
        return new Look(fields.text("model"), fields.text("size"), fields.text("language"), fields.text("voice"));
    }

    /** @throws Problem {@code invalid_storyboard}, {@code invalid_character} */
    static Board board(Fields fields) {
        String title = fields.text("title");
        if (!(fields.value("shots") instanceof List<?> shots)) {
            throw bad("Send \"shots\", a list of objects with \"seconds\" and \"prompt\"; or a \"script\".", "shots");
        }
        List<Scene> scenes = new ArrayList<>();
        for (Object shot : shots) {
            scenes.add(scene(shot, scenes.size()));
        }
        return new Board(title == null ? "" : title, look(fields), scenes);
    }

    private static Scene scene(Object value, int index) {
        String at = "shots[" + index + "]";
        if (!(value instanceof Map<?, ?> map)) {
            throw bad("Each of \"shots\" is an object with \"seconds\" and \"prompt\".", at);
        }
        for (Object name : map.keySet()) {
            if (!SHOT.contains(name)) {
                throw bad(
                        "A shot has no \"" + name + "\"; it has "
                                + String.join(", ", SHOT.stream().sorted().toList()) + ".",
                        at);
            }
        }
        String seconds = text(map, "seconds", at, "");
        if (!seconds.matches("[0-9]{1,3}")) {
            throw bad(
                    "Say in \"seconds\" how long shot " + (index + 1) + " is: whole seconds, 1 to 120.",
                    at + ".seconds");
        }
        try {
            Shot shot = new Shot(
                    Integer.parseInt(seconds),
                    text(map, "prompt", at, ""),
                    text(map, "camera", at, ""),
                    References.ids(map.get("characters")),
                    text(map, "negative", at, ""),
                    text(map, "transition", at, Shot.CUT));
            return new Scene(shot, text(map, "narration", at, ""));
        } catch (IllegalArgumentException e) {
            throw bad("Shot " + (index + 1) + ": " + e.getMessage() + ".", at);
        }
    }

    private static String text(Map<?, ?> map, String name, String at, String otherwise) {
        Object value = map.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof String text) {
            return text;
        }
        throw bad("\"" + name + "\" of a shot is text.", at + "." + name);
    }

    private static Problem bad(String message, String param) {
        return new Problem(Code.INVALID_STORYBOARD, message + " Nothing was kept.", param, null);
    }

    static Map<String, Object> of(Kept kept) {
        Board board = kept.board();
        List<Object> shots = new ArrayList<>();
        for (Scene scene : board.scenes()) {
            shots.add(shot(scene, shots.size() + 1));
        }
        return Json.object("id", kept.id())
                .and("object", "storyboard")
                .and("version", kept.version())
                .and("title", board.title())
                .and("model", board.look().model())
                .and("size", board.look().size())
                .and("language", board.look().language())
                .and("voice", board.look().voice())
                .and("seconds", board.seconds())
                .and("writer", kept.writer())
                .and("remarks", kept.remarks())
                .and("shots", shots)
                .and("created_at", Json.moment(kept.createdAt()))
                .and("updated_at", Json.moment(kept.updatedAt()));
    }

    private static Map<String, Object> shot(Scene scene, int number) {
        Shot shot = scene.shot();
        return Json.object("number", number)
                .and("seconds", shot.seconds())
                .and("prompt", shot.prompt())
                .and("camera", shot.camera())
                .and(
                        "characters",
                        shot.characters().stream()
                                .map(id -> Json.object("id", id))
                                .toList())
                .and("negative", shot.negative())
                .and("transition", shot.transition())
                .and("narration", scene.narration());
    }

    static Map<String, Object> of(Head head) {
        return Json.object("id", head.id())
                .and("object", "storyboard")
                .and("version", head.version())
                .and("title", head.title())
                .and("shot_count", head.shots())
                .and("seconds", head.seconds())
                .and("created_at", Json.moment(head.createdAt()))
                .and("updated_at", Json.moment(head.updatedAt()));
    }
}
