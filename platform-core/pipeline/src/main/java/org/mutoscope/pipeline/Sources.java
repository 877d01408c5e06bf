package org.mutoscope.pipeline;

import java.util.List;
import java.util.stream.Collectors;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Studio.Submission;

/** Finds out what a clip is to be made from, and whether a model can. */
final class Sources {
    /** Longest clip that any number of extensions make, in seconds. */
    static final int LONGEST = 120;

    private final Models models;
    private final JobBoard board;

    Sources(Models models, JobBoard board) {
        this.models = models;
        this.board = board;
    }

    /** @throws Problem {@code video_not_found}, {@code video_not_ready}, {@code video_expired} about the clip that is to be made longer */
    Source of(Submission asked) {
        String video = asked.given().video();
        return video == null
                ? new Source(asked.given().picture(), null)
                : new Source(null, clip(asked.accountId(), video).asked());
    }

    private Job clip(String accountId, String id) {
        Job job = board.find(id)
                .filter(found -> found.asked().accountId().equals(accountId))
                .orElseThrow(() -> new Problem(
                        Code.VIDEO_NOT_FOUND,
                        "There is no such video to go on from. It may have been deleted, or belong to another account.",
                        "video",
                        null));
        if (job.state() != JobState.COMPLETED) {
            throw new Problem(
                    Code.VIDEO_NOT_READY,
                    "The video is " + job.state().word() + "; only a completed one can be made longer.",
                    "video",
                    null);
        }
        if (job.expired()) {
            throw new Problem(
                    Code.VIDEO_EXPIRED,
                    "The files of the video were deleted when their time had come; it cannot be made longer.",
                    "video",
                    null);
        }
        return job;
    }

    /** Who stands behind the name that was asked for; of an extension behind that of the clip's model, unless another is named. */
    List<Models.Choice> choices(String asked, Source source, String draw) {
        boolean unnamed = asked == null || asked.isBlank();
        return models.choices(unnamed && source.clip() != null ? source.clip().model() : asked, draw);
    }

    /** @throws Problem {@code unsupported_feature} naming the models that can */
    void require(Models.Model model, Source source) {
        if (!can(model, source.task())) {
            List<String> others = models.list().stream()
                    .filter(other -> can(other, source.task()))
                    .map(Models.Model::id)
                    .sorted()
                    .toList();
            throw new Problem(
                    Code.UNSUPPORTED_FEATURE,
                    "Model " + model.id() + " makes no clips from " + words(source.task()) + ". "
                            + (others.isEmpty()
                                    ? "No model on offer does."
                                    : "These do: " + others.stream().collect(Collectors.joining(", ")) + ".")
                            + " Nothing was charged.",
                    "model",
                    null);
        }
    }

    private static boolean can(Models.Model model, String task) {
        return model.offer().tasks().contains(task);
    }

    private static String words(String task) {
        return switch (task) {
            case ModelOffer.IMAGE_TO_VIDEO -> "a first frame (input_reference)";
            case ModelOffer.EXTEND -> "the end of another clip";
            default -> "words alone";
        };
    }

    /** Size of the clip, for a request that names none or the same. @return what was asked, or null for the default */
    static String size(String asked, Source source) {
        if (source.clip() == null) {
            return asked;
        }
        String size = source.clip().size().toString();
        if (asked != null && !asked.equals(size)) {
            throw new Problem(
                    Code.INVALID_SIZE,
                    "size is " + Texts.shown(asked) + "; an extension has that of its clip, " + size
                            + ". Leave size out.",
                    "size",
                    null);
        }
        return size;
    }

    /** @throws Problem {@code invalid_seconds} if the clip would become too long */
    static void requireLength(int seconds, Source source) {
        int all = source.seconds() + seconds;
        if (source.clip() != null && all > LONGEST) {
            throw new Problem(
                    Code.INVALID_SECONDS,
                    "The clip has " + source.seconds() + " seconds and would have " + all + "; " + LONGEST
                            + " is the most.",
                    "seconds",
                    null);
        }
    }
}
