package org.mutoscope.storyboards;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.mutoscope.api.creation.Creation;
import org.mutoscope.api.creation.ScriptWriter;
import org.mutoscope.api.creation.Storyboard;
import org.mutoscope.api.creation.Storyboard.Shot;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.Services;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Cast;
import org.mutoscope.core.road.Films.Scene;
import org.mutoscope.core.road.Storyboards;
import org.mutoscope.core.road.Storyboards.Board;

/** Makes a storyboard of a script: by a service if one is there, else of its sentences. Whoever wrote it is named, and what became of a service that could not. */
final class Writing {
    /** How long a voice may go on beyond its shot, as {@code Films} has it. */
    private static final int MOST_OVER = 10;

    private final Services<ScriptWriter> writers;
    private final Asking asking;

    Writing(Services<ScriptWriter> writers, Asking asking) {
        this.writers = writers;
        this.asking = asking;
    }

    /** A storyboard, and who wrote it. */
    record Written(Board board, String writer, List<String> remarks) {}

    /** @throws Problem as {@link Storyboards#draft} */
    Written of(Plan plan) {
        List<String> remarks = new ArrayList<>();
        Asking.Choice<ScriptWriter> choice =
                Asking.choose(writers, Asking.Kind.SCRIPT, plan.script().writer(), Storyboards.SENTENCES);
        if (choice.service().isPresent()) {
            Offered<ScriptWriter> writer = choice.service().get();
            try {
                return finished(plan, written(plan, writer), writer.id(), remarks);
            } catch (Problem e) {
                boolean unable = e.code() == Code.WRITER_FAILED || e.code() == Code.WRITER_LIMIT;
                if (!choice.fallback() || !unable) {
                    throw e;
                }
                remarks.add("The writer " + writer.id() + " did not write this: "
                        + (e.code() == Code.WRITER_LIMIT ? "it may not be asked now." : "it could not.")
                        + " Its shots are the script's sentences.");
            }
        }
        return finished(plan, new Sentences(plan).board(), Storyboards.SENTENCES, remarks);
    }

    private Storyboard written(Plan plan, Offered<ScriptWriter> writer) {
        ScriptWriter.Request request = new ScriptWriter.Request(
                "script-" + UUID.randomUUID(),
                plan.script().script(),
                plan.mostShots(),
                plan.lengths(),
                plan.mostSeconds(),
                List.copyOf(plan.cast().keySet()),
                asking.patience());
        Asking.Inquiry inquiry = new Asking.Inquiry(
                plan.script().accountId(), Asking.Kind.SCRIPT, plan.script().script());
        Storyboard board = asking.ask(writer, inquiry, (ScriptWriter service) -> checkedType(service.write(request)));
        boolean within = board.shots().size() <= plan.mostShots()
                && board.seconds() <= plan.mostSeconds()
                && board.shots().stream()
                        .allMatch(shot -> plan.lengths().contains(shot.seconds())
                                && plan.cast().keySet().containsAll(shot.characters()));
        if (!within) {
            throw Asking.failed(writer.id(), Asking.Kind.SCRIPT, null);
        }
        return board;
    }

    /** A service that answers nothing has failed. */
    private static <R> Creation<R> checkedType(Creation<R> outcome) {
        return java.util.Objects.requireNonNull(outcome, "no outcome");
    }

    private Written finished(Plan plan, Storyboard written, String writer, List<String> remarks) {
        String asked = plan.script().title();
        String title = asked == null || asked.isBlank() ? written.title() : asked;
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < written.shots().size(); i++) {
            scenes.add(new Scene(withIds(written.shots().get(i), plan.cast()), written.narration(i)));
        }
        Board board = new Board(title, plan.script().look(), scenes);
        try {
            BoardCheck.require(board);
        } catch (Problem e) {
            if (writer.equals(Storyboards.SENTENCES)) {
                throw e;
            }
            throw Asking.failed(writer, Asking.Kind.SCRIPT, e);
        }
        remarks.addAll(remarks(plan, written));
        return new Written(board, writer, remarks.size() > 20 ? remarks.subList(0, 20) : remarks);
    }

    private static Shot withIds(Shot shot, Map<String, String> cast) {
        List<String> ids = shot.characters().stream().map(cast::get).distinct().toList();
        return new Shot(shot.seconds(), shot.prompt(), shot.camera(), ids, shot.negative(), shot.transition());
    }

    /** What will be refused when it is ordered, so that it is edited before. */
    private static List<String> remarks(Plan plan, Storyboard board) {
        List<String> remarks = new ArrayList<>();
        for (int i = 0; i < board.shots().size(); i++) {
            Shot shot = board.shots().get(i);
            String at = "Shot " + (i + 1) + ": ";
            int over = Speech.seconds(board.narration(i)) - shot.seconds();
            if (over > MOST_OVER) {
                remarks.add(at + "what is said takes about " + (over + shot.seconds()) + " s, and the shot has "
                        + shot.seconds() + ". Shorten it, or make two shots of it.");
            }
            if (shot.characters().size() > Cast.MOST_PER_CLIP) {
                remarks.add(at + "it has " + shot.characters().size() + " characters; " + Cast.MOST_PER_CLIP
                        + " is the most.");
            }
            shot.characters().stream()
                    .filter(name -> !shot.prompt().contains(name))
                    .forEach(name -> remarks.add(at + "its prompt does not name " + name + " word for word."));
        }
        plan.cast().keySet().stream()
                .filter(name -> board.shots().stream()
                        .noneMatch(shot -> shot.characters().contains(name)))
                .forEach(name -> remarks.add("The character " + name + " is in no shot."));
        return remarks;
    }
}
