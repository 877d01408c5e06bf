package org.mutoscope.rest;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.problem.Code;

/** A job as the Videos API shows it: every key there, nulls written out, and ours under {@code mutoscope}. */
final class VideoJson {
    private VideoJson() {}

    static Map<String, Object> of(Job job) {
        NewJob asked = job.asked();
        return Json.object("id", asked.id())
                .and("object", "video")
                .and("model", asked.askedModel())
                .and("status", job.state().wire(job.begun()))
                .and("progress", job.progress())
                .and("created_at", Json.epoch(job.createdAt()))
                .and("completed_at", job.state() == JobState.COMPLETED ? Json.epoch(job.endedAt()) : null)
                .and("expires_at", Json.epoch(job.expiresAt()))
                .and("prompt", asked.prompt())
                .and("size", asked.size().toString())
                .and("seconds", Integer.toString(asked.deliveredSeconds()))
                .and("remixed_from_video_id", asked.parent())
                .and("error", error(job))
                .and("mutoscope", ours(job));
    }

    static Map<String, Object> error(Job job) {
        return job.errorCode() == null
                ? null
                : Json.object("code", job.errorCode())
                        .and("message", job.errorMessage())
                        .and(
                                "number",
                                Code.named(job.errorCode())
                                        .orElse(Code.BACKEND_FAILED) // a name that the backend chose
                                        .number());
    }

    private static Map<String, Object> ours(Job job) {
        return Json.object("model", job.asked().model())
                .and("verb", job.asked().verb())
                .and("task", job.asked().task())
                .and("rendered_size", job.asked().renderedSize().toString())
                .and("credits_held", job.asked().credits())
                .and("credits_captured", job.creditsCaptured())
                .and("backend", job.backend())
                .and("state", job.state().word())
                .and("reason", job.reason())
                .and("remarks", job.asked().remarks())
                .and("provenance", provenance(job.facts()));
    }

    /** What was done to the clip before it left, in the order in which it was done. */
    private static String provenance(Map<String, String> facts) {
        String done = Stream.of("marked", "signed", "recorded")
                .filter(word -> !"none installed".equals(facts.getOrDefault(word + "_by", "none installed")))
                .collect(Collectors.joining(", "));
        return done.isEmpty() ? "not yet marked" : done;
    }
}
