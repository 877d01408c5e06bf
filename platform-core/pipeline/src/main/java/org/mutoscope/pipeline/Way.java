package org.mutoscope.pipeline;

import java.util.List;
import java.util.stream.Collectors;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/**
 * How a model goes about what is asked for. What it lacks the platform composes of what it has: it goes on from a clip's last frame, or changes a clip by
 * beginning at its first.
 *
 * @param task what the model is asked for
 * @param remark what to tell the creator about it, or null
 */
record Way(String task, String remark) {
    /** @throws Problem {@code unsupported_feature} naming the models that can */
    static Way of(Source source, Models.Model model, List<Models.Model> all) {
        return of(source, model, all, false);
    }

    /** @param artist whether somebody is there who draws first frames */
    static Way of(Source source, Models.Model model, List<Models.Model> all, boolean artist) {
        List<Way> ways = ways(source, artist);
        return ways.stream()
                .filter(way -> way.goes(model))
                .findFirst()
                .orElseThrow(() -> refusal(source, model, ways, all));
    }

    /** Best first. */
    private static List<Way> ways(Source source, boolean artist) {
        return switch (source.verb()) {
            case CREATE -> artist && source.picture() == null && source.cast().isEmpty() ? words() : create(source);
            case EXTEND -> List.of(
                    new Way(ModelOffer.EXTEND, null),
                    new Way(ModelOffer.IMAGE_TO_VIDEO, "The clip goes on from its last frame, put together here."));
            case EDIT -> List.of(new Way(ModelOffer.EDIT, null), fromFirstFrame());
            case REMIX -> List.of(
                    new Way(ModelOffer.EDIT, null),
                    fromFirstFrame(),
                    new Way(
                            ModelOffer.TEXT_TO_VIDEO,
                            "This model makes clips from words alone: nothing of the other clip is in this one but its size and length."));
        };
    }

    private static List<Way> create(Source source) {
        boolean cast = !source.cast().isEmpty();
        String named = "The model knows " + names(source) + " by name alone.";
        if (source.picture() != null) {
            return List.of(new Way(ModelOffer.IMAGE_TO_VIDEO, cast ? named : null));
        }
        Way words = new Way(ModelOffer.TEXT_TO_VIDEO, cast ? named : null);
        return cast
                ? List.of(
                        new Way(
                                ModelOffer.IMAGE_TO_VIDEO,
                                "The clip begins with the first frame of the clip of "
                                        + source.cast().get(0).member().name()
                                        + (source.cast().size() == 1
                                                ? "."
                                                : "; the other character is known to the model by name alone.")),
                        words)
                : List.of(words);
    }

    /** Words alone, where a picture can be drawn for them. */
    private static List<Way> words() {
        return List.of(
                new Way(ModelOffer.TEXT_TO_VIDEO, null),
                new Way(
                        ModelOffer.IMAGE_TO_VIDEO,
                        "This model begins with a picture: one is drawn for the words, and the clip goes on from it."));
    }

    private static String names(Source source) {
        return source.cast().stream().map(known -> known.member().name()).collect(Collectors.joining(" and "));
    }

    private static Way fromFirstFrame() {
        return new Way(
                ModelOffer.IMAGE_TO_VIDEO,
                "This model does not change clips: this one begins with the first frame of the other and moves by the words.");
    }

    private boolean goes(Models.Model model) {
        return model.offer().tasks().contains(task);
    }

    private static Problem refusal(Source source, Models.Model model, List<Way> ways, List<Models.Model> all) {
        String others = all.stream()
                .filter(other -> ways.stream().anyMatch(way -> way.goes(other)))
                .map(Models.Model::id)
                .sorted()
                .collect(Collectors.joining(", "));
        return new Problem(
                Code.UNSUPPORTED_FEATURE,
                "Model " + model.id() + " makes no clips from " + words(source) + ". "
                        + (others.isEmpty() ? "No model on offer does." : "These do: " + others + ".")
                        + " Nothing was charged.",
                "model",
                null);
    }

    private static String words(Source source) {
        return switch (source.verb()) {
            case CREATE -> source.picture() == null ? "words alone" : "a first frame (input_reference)";
            case EXTEND -> "the end of another clip";
            case EDIT, REMIX -> "another clip";
        };
    }
}
