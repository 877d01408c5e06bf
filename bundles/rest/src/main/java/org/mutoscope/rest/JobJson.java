package org.mutoscope.rest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mutoscope.api.creation.Storyboard;
import org.mutoscope.api.licensing.LicenceTerms;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.ledger.Plan;
import org.mutoscope.core.road.Films;

/** A job as our own API shows it. */
final class JobJson {
    private JobJson() {}

    /** With the shots, if it is a film. */
    static Map<String, Object> of(Job job, List<Films.Taken> shots) {
        Map<String, Object> json = new LinkedHashMap<>(of(job));
        if (!shots.isEmpty()) {
            json.put("title", job.asked().obligations().get(NewJob.TITLE));
            json.put("shots", shots.stream().map(JobJson::of).toList());
        }
        return json;
    }

    private static Map<String, Object> of(Films.Taken taken) {
        Storyboard.Shot shot = taken.scene().shot();
        return Json.object("number", taken.number())
                .and("state", taken.state().name().toLowerCase(Locale.ROOT))
                .and("seconds", shot.seconds())
                .and("milliseconds", taken.milliseconds())
                .and("prompt", shot.prompt())
                .and("camera", shot.camera())
                .and("characters", shot.characters())
                .and("negative", shot.negative())
                .and("transition", shot.transition())
                .and("narration", taken.scene().narration());
    }

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
                .and("attribution", asked.obligations().get(LicenceTerms.CREDIT))
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
