package org.mutoscope.rest;

import java.util.List;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobBoard;

/** Clips by the OpenAI Videos API: looks at them and deletes them. */
final class VideosResource {
    private static final String POLL_AFTER = "openai-poll-after-ms";

    private final House house;

    VideosResource(House house) {
        this.house = house;
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

    static Answer video(Job job, JobBoard jobs) {
        Answer answer = Answer.json(VideoJson.of(job));
        if (!job.state().ended()) {
            answer.with(POLL_AFTER, jobs.pollAfter(job).toMillis());
        }
        return answer;
    }
}
