package org.mutoscope.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Clips;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a finished clip, whole or in part. */
@Path("/v1/videos/{id}/content")
public final class ContentResource {
    private static final Map<String, String> ENDINGS =
            Map.of("video", ".mp4", "thumbnail", "-thumbnail.webp", "spritesheet", "-spritesheet.jpg");
    private static final Map<String, String> TYPE_ENDINGS = Map.of("video/webm", ".webm", "video/mp4", ".mp4");

    private static final Logger LOG = LoggerFactory.getLogger(ContentResource.class);

    private final House house;

    ContentResource(House house) {
        this.house = house;
    }

    /** Sends a file. */
    @GET
    public Response read(
            @Context HttpServletRequest request, @PathParam("id") String id, @QueryParam("variant") String variant)
            throws IOException {
        Clips clips = house.clips();
        Clips.Clip clip = clip(request, id, variant);
        if (isKnown(request, clip)) {
            return head(Response.status(Response.Status.NOT_MODIFIED), clip).build();
        }
        ByteRange range;
        try {
            range = ByteRange.of(rangeHeader(request, clip), clip.bytes());
        } catch (Problem e) {
            return Response.fromResponse(Envelope.answer(e, false))
                    .header("content-range", "bytes */" + clip.bytes())
                    .build();
        }
        InputStream file = open(clips, clip, range.from());
        Response.ResponseBuilder answer = head(Response.status(range.whole() ? 200 : 206), clip)
                .type(clip.mediaType())
                .header(HttpHeaders.CONTENT_LENGTH, range.length())
                .entity((StreamingOutput) out -> {
                    try (file) {
                        copy(file, out, range.length());
                    }
                });
        return range.whole()
                ? answer.build()
                : answer.header("content-range", range.contentRange(clip.bytes()))
                        .build();
    }

    /** Tells about a file without sending it. */
    @HEAD
    public Response look(
            @Context HttpServletRequest request, @PathParam("id") String id, @QueryParam("variant") String variant) {
        Clips.Clip clip = clip(request, id, variant);
        return head(Response.ok(), clip)
                .type(clip.mediaType())
                .header(HttpHeaders.CONTENT_LENGTH, clip.bytes())
                .build();
    }

    private Clips.Clip clip(HttpServletRequest request, String id, String variant) {
        String wanted = variant == null || variant.isEmpty() ? "video" : variant;
        if (!ENDINGS.containsKey(wanted)) {
            throw new Problem(Code.INVALID_VARIANT, "\"variant\" is video, thumbnail or spritesheet.", "variant", null);
        }
        Job job = Owned.job(house.jobs(), Call.of(request).caller(), id);
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

    private static Response.ResponseBuilder head(Response.ResponseBuilder answer, Clips.Clip clip) {
        String ending = clip.variant().equals("video")
                ? TYPE_ENDINGS.getOrDefault(clip.mediaType(), ".mp4")
                : ENDINGS.get(clip.variant());
        return answer.header(HttpHeaders.ETAG, etag(clip))
                .header("accept-ranges", "bytes")
                .header("cache-control", "private, max-age=3600")
                .header("x-content-type-options", "nosniff")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + clip.jobId() + ending + "\"");
    }

    /** A range of another version of the file would be garbage: then the whole is sent (RFC 9110, 13.1.5). */
    private static String rangeHeader(HttpServletRequest request, Clips.Clip clip) {
        String condition = request.getHeader("if-range");
        return condition == null || condition.trim().equals(etag(clip)) ? request.getHeader("range") : null;
    }

    private static boolean isKnown(HttpServletRequest request, Clips.Clip clip) {
        String known = request.getHeader("if-none-match");
        return known != null && (known.contains(etag(clip)) || known.trim().equals("*"));
    }

    private static String etag(Clips.Clip clip) {
        return "\"" + clip.sha256() + "\"";
    }

    private static void copy(InputStream file, java.io.OutputStream out, long length) throws IOException {
        byte[] buffer = new byte[65_536];
        long left = length;
        while (left > 0) {
            int got = file.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (got < 0) {
                LOG.error("a file is shorter than its record says: the store is damaged");
                throw new EOFException("the file is shorter than its record says");
            }
            out.write(buffer, 0, got);
            left -= got;
        }
    }
}
