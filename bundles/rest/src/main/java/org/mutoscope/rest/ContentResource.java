package org.mutoscope.rest;

import java.io.IOException;
import java.util.Map;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Clips;

/** The files of a finished clip, whole or in part. */
final class ContentResource {
    private static final Map<String, String> ENDINGS =
            Map.of("video", ".mp4", "thumbnail", "-thumbnail.webp", "spritesheet", "-spritesheet.jpg");
    private static final Map<String, String> TYPE_ENDINGS = Map.of("video/webm", ".webm", "video/mp4", ".mp4");

    private final House house;

    ContentResource(House house) {
        this.house = house;
    }

    /** Sends a file. */
    Answer read(Ask ask) throws IOException {
        Clips clips = house.clips();
        Clips.Clip clip = clip(ask, ask.path("id"), ask.query("variant"));
        String ending = clip.variant().equals("video")
                ? TYPE_ENDINGS.getOrDefault(clip.mediaType(), ".mp4")
                : ENDINGS.get(clip.variant());
        return new Sending(clips, clip, clip.jobId() + ending).answer(ask);
    }

    private Clips.Clip clip(Ask ask, String id, String variant) {
        String wanted = variant == null || variant.isEmpty() ? "video" : variant;
        if (!ENDINGS.containsKey(wanted)) {
            throw new Problem(Code.INVALID_VARIANT, "\"variant\" is video, thumbnail or spritesheet.", "variant", null);
        }
        Job job = Owned.job(house.jobs(), ask.caller(), id);
        if (job.state() != JobState.COMPLETED) {
            throw new Problem(
                    Code.VIDEO_NOT_READY,
                    job.state().ended()
                            ? "This video has no file: it is " + job.state().word() + "."
                            : "This video is not finished. Ask for its status until that is \"completed\".");
        }
        if (job.expired()) {
            requireUnremoved(id);
            throw new Problem(Code.VIDEO_EXPIRED, "The files of this video were deleted when their time had come.");
        }
        return house.clips().find(id, wanted).orElseThrow(() -> {
            requireUnremoved(id);
            return new Problem(Code.VIDEO_EXPIRED, "There is no " + wanted + " of this video, or not any more.");
        });
    }

    private void requireUnremoved(String id) {
        house.removal(id).ifPresent(removal -> {
            throw new Problem(
                    Code.CLIP_REMOVED,
                    "Somebody who holds rights in something in this video had it removed: " + removal.reason());
        });
    }
}
