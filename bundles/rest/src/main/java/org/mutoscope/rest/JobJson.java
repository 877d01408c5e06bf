package org.mutoscope.rest;

import java.util.Map;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.ledger.Plan;

/** A job as our own API shows it. */
final class JobJson {
    private JobJson() {}

    static Map<String, Object> of(Job job) {
        NewJob asked = job.asked();
        return Json.object("id", asked.id())
                .and("account_id", asked.accountId())
                .and("parent", asked.parent())
                .and("verb", asked.verb())
                .and("state", job.state().word())
                .and("status", job.state().wire(job.begun()))
                .and("reason", job.reason())
                .and("progress", job.progress())
                .and("phase", job.phase())
                .and("attempts", job.attempts())
                .and("asked_model", asked.askedModel())
                .and("model", asked.model())
                .and("task", asked.task())
                .and("prompt", asked.prompt())
                .and("seconds", asked.seconds())
                .and("delivered_seconds", asked.deliveredSeconds())
                .and("size", asked.size().toString())
                .and("rendered_size", asked.renderedSize().toString())
                .and("seed", asked.seed())
                .and("parameters", asked.parameters())
                .and("plan", asked.obligations().get(Plan.JOB_PLAN))
                .and("watermark", asked.obligations().get(Plan.JOB_WATERMARK))
                .and("commercial", asked.obligations().get(Plan.JOB_COMMERCIAL))
                .and("remarks", asked.remarks())
                .and("backend", job.backend())
                .and("facts", job.facts())
                .and("credits_held", asked.credits())
                .and("credits_captured", job.creditsCaptured())
                .and("created_at", Json.moment(job.createdAt()))
                .and("started_at", Json.moment(job.startedAt()))
                .and("ended_at", Json.moment(job.endedAt()))
                .and("expires_at", Json.moment(job.expiresAt()))
                .and("expired", job.expired())
                .and("error", VideoJson.error(job));
    }
}
