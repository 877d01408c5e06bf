package org.mutoscope.rest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Studio;

/** Clips by the OpenAI Videos API. */
final class VideosResource {
    /** Fields of the Videos API that come with a later version; giving one is an error, or the clip would silently lack it. */
    private static final Set<String> LATER = Set.of("characters", "video");

    /** Part that holds a first frame. */
    static final String PICTURE = "input_reference";
    /** Largest first frame, in bytes. */
    static final long MOST_PICTURE_BYTES = 20_000_000;

    private static final Set<String> KNOWN = Set.of("prompt", "model", "seconds", "size", "quote_id", PICTURE);
    private static final String POLL_AFTER = "openai-poll-after-ms";

    private final House house;
    private final Networks networks;
    private final Supplier<Settings> settings;
    private final Path uploads;

    VideosResource(House house, Supplier<Settings> settings, Path uploads) {
        this.uploads = uploads;
        this.house = house;
        this.networks = new Networks(house);
        this.settings = settings;
    }

    /** Orders a clip. */
    Answer create(Ask ask) throws IOException {
        Studio studio = house.studio();
        JobBoard jobs = house.jobs();
        try (Fields fields = fields(ask.body(settings.get().maxUploadBytes()), LATER)) {
            networks.note(ask);
            Studio.Given given = new Studio.Given(picture(fields), null);
            return video(studio.submit(submission(ask, fields, given)).job(), jobs);
        }
    }

    /** Orders what comes after the end of a clip; the two become one. */
    Answer extend(Ask ask) throws IOException {
        Studio studio = house.studio();
        JobBoard jobs = house.jobs();
        try (Fields fields = fields(ask.body(settings.get().maxUploadBytes()), Set.of("characters", PICTURE))) {
            networks.note(ask);
            String source = source(fields.value("video"));
            if (fields.text("seconds") == null) {
                throw new Problem(
                        Code.INVALID_SECONDS, "Say in \"seconds\" how much longer the clip is to be.", "seconds", null);
            }
            Owned.job(jobs, ask.caller(), source);
            Studio.Given given = new Studio.Given(null, source);
            return video(studio.submit(submission(ask, fields, given)).job(), jobs);
        }
    }

    private static Studio.Submission submission(Ask ask, Fields fields, Studio.Given given) {
        Set<String> known = new HashSet<>(KNOWN);
        if (given.video() != null) {
            known.add("video");
        }
        return new Studio.Submission(
                ask.caller().accountId(),
                fields.text("model"),
                prompt(fields),
                fields.text("seconds"),
                fields.text("size"),
                fields.others(known),
                fields.text("quote_id"),
                repeat(ask, fields.sha256()),
                given);
    }

    /** The first frame, or null. */
    private static Path picture(Fields fields) {
        Object value = fields.value(PICTURE);
        if (value == null) {
            return null;
        }
        if (value instanceof Fields.Blob blob && blob.file() != null) {
            if (blob.bytes() <= MOST_PICTURE_BYTES) {
                return blob.file();
            }
            throw new Problem(
                    Code.INVALID_PICTURE,
                    "The picture has " + blob.bytes() + " bytes; " + MOST_PICTURE_BYTES + " is the most.",
                    PICTURE,
                    null);
        }
        if (value instanceof String) {
            throw new Problem(
                    Code.INVALID_PICTURE, "\"" + PICTURE + "\" must be a PNG, JPEG or WebP picture.", PICTURE, null);
        }
        throw new Problem(
                Code.UNSUPPORTED_FEATURE,
                "Send one picture itself, as a file of multipart/form-data in the part \"" + PICTURE
                        + "\"; this version takes neither addresses nor ids of files. Nothing was charged.",
                PICTURE,
                null);
    }

    /** Id of the clip that is to be made longer. */
    private static String source(Object video) {
        if (video instanceof Fields.Blob) {
            throw new Problem(
                    Code.UNSUPPORTED_FEATURE,
                    "Only a video that was made here can be made longer; name it as {\"video\": {\"id\": \"video_...\"}}.",
                    "video",
                    null);
        }
        if (video instanceof Map<?, ?> map && map.get("id") instanceof String id) {
            return id;
        }
        throw new Problem(
                Code.INVALID_REQUEST, "Name the video as {\"video\": {\"id\": \"video_...\"}}.", "video", null);
    }

    /** Reads the body in whichever of the two encodings it has; to be closed. @param refused names that this address does not know yet */
    private Fields fields(Body body, Set<String> refused) {
        if (!body.isJson() && !body.isMultipart()) {
            throw new Problem(
                    Code.UNSUPPORTED_MEDIA_TYPE,
                    "Send multipart/form-data or application/json, and say so in the header Content-Type.");
        }
        Set<String> skipped = new HashSet<>(refused);
        skipped.add(PICTURE); // as JSON it is an address or a whole picture in letters: it is enough to know that it is
        // there
        Fields fields = body.isJson() ? JsonReader.object(body, skipped) : MultipartFields.read(body, uploads);
        for (String name : refused) {
            if (fields.has(name)) {
                fields.close();
                throw new Problem(
                        Code.UNSUPPORTED_FEATURE,
                        "\"" + name
                                + "\" is not taken here in this version of Mutoscope. Leave it out. Nothing was charged.",
                        name,
                        null);
            }
        }
        return fields;
    }

    private static String prompt(Fields fields) {
        String prompt = fields.text("prompt");
        if (prompt == null) {
            throw new Problem(Code.MISSING_PROMPT, "Say in \"prompt\" what the clip is to show.", "prompt", null);
        }
        return prompt;
    }

    private static Studio.Repeat repeat(Ask ask, String contentHash) {
        String key = ask.header("idempotency-key");
        if (key != null && (key.isBlank() || key.length() > 255)) {
            throw new Problem(
                    Code.INVALID_REQUEST,
                    "The header Idempotency-Key has 1 to 255 characters.",
                    "Idempotency-Key",
                    null);
        }
        String count = ask.header("x-stainless-retry-count");
        boolean again = count != null && count.matches("0*[1-9][0-9]{0,5}");
        return new Studio.Repeat(key, again, contentHash);
    }

    /** Lists the caller's clips. */
    Answer list(Ask ask) {
        Page page = Page.of(ask);
        String account = ask.caller().accountId();
        List<Job> jobs = page.limit() == 0
                ? List.of()
                : house.jobs().list(account, page.after(), page.limit(), page.newestFirst());
        return Answer.json(Json.object("object", "list")
                .and("data", jobs.stream().map(VideoJson::of).toList())
                .and("first_id", jobs.isEmpty() ? null : jobs.get(0).id())
                .and(
                        "last_id",
                        jobs.isEmpty() ? null : jobs.get(jobs.size() - 1).id())
                .and("has_more", page.more(house.jobs(), account, jobs)));
    }

    /** Shows a clip's state. */
    Answer show(Ask ask) {
        String id = ask.path("id");
        JobBoard jobs = house.jobs();
        return video(Owned.job(jobs, ask.caller(), id), jobs);
    }

    /** Deletes a clip; one that is still being made is cancelled. */
    Answer delete(Ask ask) {
        String id = ask.path("id");
        JobBoard jobs = house.jobs();
        Owned.job(jobs, ask.caller(), id);
        jobs.delete(id);
        return Answer.json(Json.object("id", id).and("object", "video.deleted").and("deleted", true));
    }

    private static Answer video(Job job, JobBoard jobs) {
        Answer answer = Answer.json(VideoJson.of(job));
        if (!job.state().ended()) {
            answer.with(POLL_AFTER, jobs.pollAfter(job).toMillis());
        }
        return answer;
    }
}
