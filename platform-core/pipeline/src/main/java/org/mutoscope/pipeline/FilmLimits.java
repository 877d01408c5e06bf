package org.mutoscope.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.creation.Storyboard;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Films;
import org.mutoscope.core.road.Films.Film;
import org.mutoscope.core.road.Films.Scene;
import org.mutoscope.core.road.Studio.Verb;

/** The first stage of a film: each of its shots is held to the limits of a clip, and all of them together to those of a film. */
final class FilmLimits {
    private static final int MOST_NARRATION = 4096;

    private final Limits limits;
    private final Models models;
    private final Sources sources;
    private final CastDesk cast;
    private final Narration narration;

    FilmLimits(Limits limits, Models models, Sources sources, CastDesk cast, Narration narration) {
        this.limits = limits;
        this.models = models;
        this.sources = sources;
        this.cast = cast;
        this.narration = narration;
    }

    /** Members of a film, shot by shot, and whether shots go on from one another. */
    private record Script(Film film, List<List<CastDesk.Known>> cast, boolean continuity) {}

    /** @param passed candidates that it is not for */
    Order check(Film film, Routing.Passed passed) {
        String words = words(film);
        Narration.Speaker speaker = speaker(film);
        Map<String, String> parameters = Limits.parameters(film.parameters());
        OptionalLong seed = Limits.seed(parameters.remove(Limits.SEED));
        Script script = new Script(film, cast(film), continuity(parameters.remove(Films.CONTINUITY)));
        String draw = passed.steady() ? String.join("\n", film.accountId(), words, film.size()) : null;
        Routing.Found found = limits.routing(models.choices(film.model(), draw), passed, film.accountId())
                .choose(model -> shape(script, model));
        List<Take> takes = takes(script, found.model());
        return new Order(
                Ids.next("video_"),
                film.accountId(),
                film.model() == null || film.model().isBlank() ? models.defaultName() : film.model(),
                found.model().id(),
                words,
                found.shape().seconds(),
                found.shape().size(),
                seed,
                Map.copyOf(parameters),
                film.quoteId(),
                film.repeat(),
                source(script),
                new Way(takes.get(0).way().task(), remark(takes)),
                found.routed(),
                new Reel(film.title(), speaker, takes),
                Licensing.checked(film.licensing()));
    }

    /** All that guards and policies look at and people see of it: a line for each text. */
    private static String words(Film film) {
        int shots = film.scenes().size();
        if (shots < 1 || shots > Films.MOST_SHOTS) {
            throw bad("A film has 1 to " + Films.MOST_SHOTS + " shots, not " + shots + ".", "shots");
        }
        if (film.title().length() > 200 || !Texts.storable(film.title())) {
            throw bad("A title is a text of at most 200 characters.", "title");
        }
        List<String> lines = new ArrayList<>();
        if (!film.title().isBlank()) {
            lines.add(film.title());
        }
        for (int i = 0; i < shots; i++) {
            Scene scene = film.scenes().get(i);
            inShot(i, () -> words(scene, lines));
        }
        SpeechTime.require(film.scenes());
        return Limits.prompt(String.join("\n", lines));
    }

    private static Void words(Scene scene, List<String> lines) {
        Storyboard.Shot shot = scene.shot();
        lines.add(Take.words(Limits.prompt(shot.prompt()), shot.camera()));
        if (!Texts.storable(shot.camera()) || !Texts.storable(shot.negative())) {
            throw bad("camera and negative must be texts.", "camera");
        }
        if (scene.narration().length() > MOST_NARRATION || !Texts.storable(scene.narration())) {
            throw bad("narration is a text of at most " + MOST_NARRATION + " characters.", "narration");
        }
        if (!scene.narration().isBlank()) {
            lines.add(scene.narration());
        }
        return null;
    }

    /** Without narration nobody speaks, whatever was named. */
    private Narration.Speaker speaker(Film film) {
        if (film.scenes().stream().allMatch(scene -> scene.narration().isBlank())) {
            return new Narration.Speaker(null, null);
        }
        Narration.Speaker speaker = new Narration.Speaker(film.language(), film.voice());
        narration.require(speaker);
        return speaker;
    }

    private static boolean continuity(String asked) {
        if (asked == null || asked.equals("on") || asked.equals("off")) {
            return !"off".equals(asked);
        }
        throw new Problem(
                Code.INVALID_REQUEST,
                "continuity is on or off, not " + Texts.shown(asked) + ".",
                Films.CONTINUITY,
                null);
    }

    private List<List<CastDesk.Known>> cast(Film film) {
        List<List<CastDesk.Known>> all = new ArrayList<>();
        for (Scene scene : film.scenes()) {
            Storyboard.Shot shot = scene.shot();
            all.add(inShot(all.size(), () -> cast.require(film.accountId(), shot.characters(), shot.prompt())));
        }
        return all;
    }

    private static Source source(Script script) {
        List<CastDesk.Known> everybody =
                script.cast.stream().flatMap(List::stream).distinct().toList();
        return new Source(Verb.CREATE, null, null, everybody);
    }

    private Routing.Shape shape(Script script, Models.Model model) {
        List<Take> takes = takes(script, model);
        int seconds = takes.stream().mapToInt(take -> take.part().seconds()).sum();
        if (seconds > Sources.LONGEST) {
            throw bad("The shots have " + seconds + " seconds in all; " + Sources.LONGEST + " is the most.", "shots");
        }
        return new Routing.Shape(
                takes.get(0).way(),
                seconds,
                limits.size(script.film.size(), model.offer()),
                takes.stream().map(Take::part).toList());
    }

    private List<Take> takes(Script script, Models.Model model) {
        List<Take> takes = new ArrayList<>();
        for (int i = 0; i < script.film.scenes().size(); i++) {
            int at = i;
            takes.add(inShot(i, () -> take(script, at, model)));
        }
        return takes;
    }

    /** A shot goes on from the one before where the model takes pictures, unless it comes out of black or continuity is off. */
    private Take take(Script script, int at, Models.Model model) {
        Scene scene = script.film.scenes().get(at);
        List<CastDesk.Known> members = script.cast.get(at);
        limits.seconds(String.valueOf(scene.shot().seconds()), model.offer());
        boolean pictures = at > 0 && model.offer().tasks().contains(ModelOffer.IMAGE_TO_VIDEO);
        boolean joined = script.continuity && !scene.shot().transition().equals(Storyboard.Shot.FADE);
        Way before = new Way(ModelOffer.IMAGE_TO_VIDEO, null);
        if (pictures && joined) {
            return new Take(at + 1, scene, members, before, Take.Begins.BEFORE);
        }
        try {
            Way way = sources.wayOrDrawn(new Source(Verb.CREATE, null, null, members), model);
            return new Take(at + 1, scene, members, way, begins(way, members));
        } catch (Problem e) {
            if (pictures) { // it needs one to begin with, whatever was wished
                return new Take(at + 1, scene, members, before, Take.Begins.BEFORE);
            }
            throw e;
        }
    }

    private static Take.Begins begins(Way way, List<CastDesk.Known> members) {
        if (way.task().equals(ModelOffer.TEXT_TO_VIDEO)) {
            return Take.Begins.WORDS;
        }
        return members.isEmpty() ? Take.Begins.DRAWN : Take.Begins.CHARACTER;
    }

    private static String remark(List<Take> takes) {
        String remarks = takes.stream()
                .map(take -> take.way().remark())
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(" "));
        return remarks.isEmpty() ? null : remarks;
    }

    /** Says of what is wrong in which shot it is. */
    static <T> T inShot(int at, Supplier<T> check) {
        try {
            return check.get();
        } catch (Problem e) {
            String param = e.param() == null ? "shots" : "shots[" + at + "]." + e.param();
            throw new Problem(e.code(), "Shot " + (at + 1) + ": " + e.getMessage(), param, e);
        }
    }

    private static Problem bad(String why, String param) {
        return new Problem(Code.INVALID_SHOTS, why + " Nothing was charged.", param, null);
    }
}
