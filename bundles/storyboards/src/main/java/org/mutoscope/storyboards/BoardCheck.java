package org.mutoscope.storyboards;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.mutoscope.api.creation.Storyboard;
import org.mutoscope.api.creation.Storyboard.Shot;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Films;
import org.mutoscope.core.road.Films.Scene;
import org.mutoscope.core.road.Storyboards.Board;
import org.mutoscope.core.road.Storyboards.Look;

/**
 * What a storyboard must be to be kept. Whether a model can make it is asked when it is priced or ordered: models come and go while somebody edits.
 */
final class BoardCheck {
    private BoardCheck() {}

    /** @throws Problem {@code invalid_storyboard} */
    static void require(Board board) {
        if (board.title() == null || board.title().length() > 200 || !Texts.storable(board.title())) {
            throw bad("A storyboard's title is text of at most 200 characters.", "title");
        }
        look(board.look());
        if (board.scenes().isEmpty() || board.scenes().size() > Films.MOST_SHOTS) {
            throw bad(
                    "A storyboard has 1 to " + Films.MOST_SHOTS + " shots, and not "
                            + board.scenes().size() + ".",
                    "shots");
        }
        for (int i = 0; i < board.scenes().size(); i++) {
            scene(board.scenes().get(i), i);
        }
    }

    /** @throws Problem {@code invalid_storyboard} */
    static void look(Look look) {
        form(look.model(), "[A-Za-z0-9][A-Za-z0-9._-]{0,63}", "model", "the name of a model");
        form(look.size(), "[0-9]{1,5}x[0-9]{1,5}", "size", "written as 720x1280");
        form(look.language(), "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}", "language", "a tag such as en or pt-BR");
        form(look.voice(), "[a-z0-9][a-z0-9-]{0,39}", "voice", "the name of a voice");
    }

    private static void form(String value, String form, String name, String wanted) {
        if (value != null && !value.matches(form)) {
            throw bad("\"" + name + "\" is " + Texts.shown(value) + " and must be " + wanted + ".", name);
        }
    }

    /** Lengths and transitions were looked at when the shot was made. */
    private static void scene(Scene scene, int index) {
        Shot shot = scene.shot();
        String at = "shots[" + index + "].";
        if (scene.narration().length() > Storyboard.MOST_NARRATION) {
            throw bad(
                    "Shot " + (index + 1) + " is narrated in "
                            + scene.narration().length() + " characters; " + Storyboard.MOST_NARRATION
                            + " is the most.",
                    at + "narration");
        }
        boolean text = Stream.of(shot.prompt(), shot.camera(), shot.negative(), scene.narration())
                .allMatch(Texts::storable);
        if (!text) {
            throw bad("Shot " + (index + 1) + " holds half a character (a lone surrogate) or a NUL.", at + "prompt");
        }
        List<String> ids = shot.characters();
        if (ids.stream().anyMatch(id -> !id.matches("[A-Za-z0-9_-]{1,64}"))
                || Set.copyOf(ids).size() < ids.size()) {
            throw bad("The characters of shot " + (index + 1) + " are ids, each once.", at + "characters");
        }
    }

    private static Problem bad(String message, String param) {
        return new Problem(Code.INVALID_STORYBOARD, message + " Nothing was kept.", param, null);
    }
}
