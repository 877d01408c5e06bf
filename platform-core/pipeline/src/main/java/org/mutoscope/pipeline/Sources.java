package org.mutoscope.pipeline;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Studio;
import org.mutoscope.core.road.Studio.Submission;
import org.mutoscope.core.road.Studio.Verb;

/** Finds out what a clip is to be made from, and how a model would go about it. */
final class Sources {
    /** Longest clip that any number of extensions make, in seconds. */
    static final int LONGEST = 120;
    /** Most that one extension adds, in seconds. */
    static final int LONGEST_STEP = 20;

    private final Models models;
    private final JobBoard board;
    private final Uploads uploads;
    private final CastDesk cast;
    private final Artist artist;

    Sources(Models models, JobBoard board, Uploads uploads, CastDesk cast, Artist artist) {
        this.models = models;
        this.board = board;
        this.uploads = uploads;
        this.cast = cast;
        this.artist = artist;
    }

    /** @throws Problem {@code video_not_found}, {@code video_not_ready}, {@code video_expired}, {@code invalid_video} about the clip to work on */
    Source of(Submission asked) {
        Studio.Given given = asked.given();
        Path file = given.file();
        if (given.verb() == Verb.CREATE) {
            return new Source(
                    Verb.CREATE, file, null, cast.require(asked.accountId(), given.characters(), asked.prompt()));
        }
        Source.Footage footage = given.video() == null
                ? uploads.look(file)
                : Source.Footage.of(clip(asked.accountId(), given.video()).asked());
        return new Source(given.verb(), null, footage, List.of());
    }

    private Job clip(String accountId, String id) {
        Job job = board.find(id)
                .filter(found -> found.asked().accountId().equals(accountId))
                .orElseThrow(() -> new Problem(
                        Code.VIDEO_NOT_FOUND,
                        "There is no such video to work on. It may have been deleted, or belong to another account.",
                        "video",
                        null));
        if (job.state() != JobState.COMPLETED) {
            throw new Problem(
                    Code.VIDEO_NOT_READY,
                    "The video is " + job.state().word() + "; only a completed one can be worked on.",
                    "video",
                    null);
        }
        if (job.expired()) {
            throw new Problem(
                    Code.VIDEO_EXPIRED,
                    "The files of the video were deleted when their time had come; it cannot be worked on.",
                    "video",
                    null);
        }
        return job;
    }

    /** Who stands behind the name that was asked for; for work on a clip behind that of the clip's model, unless another is named. */
    List<Models.Choice> choices(String asked, Source source, String draw) {
        boolean unnamed = asked == null || asked.isBlank();
        if (!unnamed || source.clip() == null) {
            return models.choices(asked, draw);
        }
        try {
            return models.choices(source.clip().model(), draw);
        } catch (Problem gone) {
            return models.choices(
                    source.clip().askedModel(), draw); // the name that was asked for may lead to another by now
        }
    }

    /** @throws Problem {@code unsupported_feature} naming the models that can */
    Way way(Source source, Models.Model model) {
        return Way.of(source, model, models.list());
    }

    /** The same for a clip whose first frame may be drawn. */
    Way wayOrDrawn(Source source, Models.Model model) {
        return Way.of(source, model, models.list(), artist.present());
    }

    /** Size of the clip, for a request that names none or the same. @return what was asked, or null for the default */
    static String size(String asked, Source source) {
        if (source.footage() == null) {
            return asked;
        }
        String size = source.footage().size().toString();
        if (asked != null && source.clip() != null && !asked.equals(size)) {
            throw new Problem(
                    Code.INVALID_SIZE,
                    "size is " + Texts.shown(asked) + "; what is made from a clip has its size, " + size
                            + ". Leave size out.",
                    "size",
                    null);
        }
        return asked == null ? size : asked;
    }

    /** Length of an edit or a remix for which none is asked: that of the clip, or the nearest below that the model makes. @return null otherwise */
    static String seconds(String asked, Source source, ModelOffer offer) {
        if (asked != null || source.footage() == null || source.verb() == Verb.EXTEND) {
            return asked;
        }
        int wanted = Math.min(LONGEST, source.footage().seconds());
        Set<Integer> lengths = offer.seconds();
        Integer below = new TreeSet<>(lengths).floor(wanted);
        int chosen = lengths.isEmpty() ? wanted : below == null ? new TreeSet<>(lengths).first() : below;
        return String.valueOf(chosen);
    }

    /** @throws Problem {@code invalid_seconds} if an extension, or the clip with it, would become too long */
    static void requireLength(int seconds, Source source) {
        if (source.verb() != Verb.EXTEND) {
            return;
        }
        int all = source.seconds() + seconds;
        if (seconds > LONGEST_STEP || all > LONGEST) {
            throw new Problem(
                    Code.INVALID_SECONDS,
                    "The clip has " + source.seconds() + " seconds and would have " + all + "; " + LONGEST
                            + " is the most, and " + LONGEST_STEP + " at a time.",
                    "seconds",
                    null);
        }
    }
}
