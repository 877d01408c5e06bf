package org.mutoscope.rest;

import java.io.IOException;
import java.io.InputStream;
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
        if (isKnown(ask, clip)) {
            return head(Answer.of(304), clip);
        }
        ByteRange range;
        try {
            range = ByteRange.of(rangeHeader(ask, clip), clip.bytes());
        } catch (Problem e) {
            return Envelope.answer(e, false).with("content-range", "bytes */" + clip.bytes());
        }
        Answer answer = head(Answer.of(range.whole() ? 200 : 206), clip)
                .file(open(clips, clip, range.from()), range.length(), clip.mediaType());
        return range.whole() ? answer : answer.with("content-range", range.contentRange(clip.bytes()));
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
            throw new Problem(Code.VIDEO_EXPIRED, "The files of this video were deleted when their time had come.");
        }
        return house.clips()
                .find(id, wanted)
                .orElseThrow(() ->
                        new Problem(Code.VIDEO_EXPIRED, "There is no " + wanted + " of this video, or not any more."));
    }

    private static InputStream open(Clips clips, Clips.Clip clip, long from) {
        try {
            return clips.open(clip, from);
        } catch (IOException e) {
            throw new Problem(
                    Code.STORAGE_UNAVAILABLE, "The file cannot be read at the moment. Try again later.", null, e);
        }
    }

    private static Answer head(Answer answer, Clips.Clip clip) {
        String ending = clip.variant().equals("video")
                ? TYPE_ENDINGS.getOrDefault(clip.mediaType(), ".mp4")
                : ENDINGS.get(clip.variant());
        return answer.with("etag", etag(clip))
                .with("accept-ranges", "bytes")
                .with("cache-control", "private, max-age=3600")
                .with("x-content-type-options", "nosniff")
                .with("content-disposition", "attachment; filename=\"" + clip.jobId() + ending + "\"");
    }

    /** A range of another version of the file would be garbage: then the whole is sent (RFC 9110, 13.1.5). */
    private static String rangeHeader(Ask ask, Clips.Clip clip) {
        String condition = ask.header("if-range");
        return condition == null || condition.trim().equals(etag(clip)) ? ask.header("range") : null;
    }

    private static boolean isKnown(Ask ask, Clips.Clip clip) {
        String known = ask.header("if-none-match");
        return known != null && (known.contains(etag(clip)) || known.trim().equals("*"));
    }

    private static String etag(Clips.Clip clip) {
        return "\"" + clip.sha256() + "\"";
    }
}
