package org.mutoscope.rest;

import java.io.IOException;
import java.util.List;
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
    private static final Set<String> LATER = Set.of("input_reference", "characters", "video");

    private static final Set<String> KNOWN = Set.of("prompt", "model", "seconds", "size", "quote_id");
    private static final String POLL_AFTER = "openai-poll-after-ms";

    private final House house;
    private final Networks networks;
    private final Supplier<Settings> settings;

    VideosResource(House house, Supplier<Settings> settings) {
        this.house = house;
        this.networks = new Networks(house);
        this.settings = settings;
    }

    /** Orders a clip. */
    Answer create(Ask ask) throws IOException {
        Studio studio = house.studio();
        JobBoard jobs = house.jobs();
        Fields fields = fields(ask.body(settings.get().maxUploadBytes()));
        networks.note(ask);
        Studio.Submitted submitted = studio.submit(new Studio.Submission(
                ask.caller().accountId(),
                fields.text("model"),
                prompt(fields),
                fields.text("seconds"),
                fields.text("size"),
                fields.others(KNOWN),
                fields.text("quote_id"),
                repeat(ask, fields.sha256())));
        return video(submitted.job(), jobs);
    }

    /** Reads the body in whichever of the two encodings it has. */
    static Fields fields(Body body) {
        if (!body.isJson() && !body.isMultipart()) {
            throw new Problem(
                    Code.UNSUPPORTED_MEDIA_TYPE,
                    "Send multipart/form-data or application/json, and say so in the header Content-Type.");
        }
        Fields fields = body.isJson() ? JsonReader.object(body, LATER) : MultipartFields.read(body);
        for (String later : LATER) {
            if (fields.has(later)) {
                throw new Problem(
                        Code.UNSUPPORTED_FEATURE,
                        "\"" + later + "\" comes with version 0.2 of Mutoscope; this is 0.1, which makes clips from"
                                + " words. Leave it out. Nothing was charged.",
                        later,
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
