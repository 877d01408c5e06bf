package org.mutoscope.backend.remote.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Locale;
import org.mutoscope.api.backend.RenderOutcome.Busy;
import org.mutoscope.api.backend.RenderOutcome.Failed;
import org.mutoscope.api.backend.RenderOutcome.Refused;
import org.mutoscope.backend.remote.wire.Json;
import org.mutoscope.backend.remote.wire.Reply;

/** What an answer other than yes to an order means. The table is in docs/operate/remote.md. */
public final class Verdicts {
    private static final Duration FULL = Duration.ofSeconds(30);
    private static final Duration OUT_OF_FUNDS = Duration.ofMinutes(10);

    private Verdicts() {}

    /** An order that was answered with something else than 2xx. */
    public static Submitted order(Reply reply) {
        int status = reply.status();
        String said = "the service answers " + status + ": " + reply.complaint();
        if (status == 429 || status == 503 && reply.retryAfter().isPresent()) {
            return turned(new Busy(reply.retryAfter().orElse(outOfFunds(reply) ? OUT_OF_FUNDS : FULL)));
        } else if (status == 401 || status == 403 && !moderated(reply.json())) {
            return turned(new Failed("upstream_credentials", said, true));
        } else if (status == 402) {
            return turned(new Failed("upstream_funds", said, true));
        } else if (status == 404 || status == 405 || status / 100 == 3) {
            return turned(new Failed("upstream_unsuitable", said, true));
        } else if (status / 100 == 4 && status != 408) {
            return turned(refused(reply.json(), reply.complaint()));
        }
        return new Submitted.Doubtful(said); // 408 and 5xx may come after it was taken
    }

    /** An answer of 2xx in which nothing can be recognised: it may have been taken. */
    public static Submitted unreadable(Reply reply) {
        return new Submitted.Doubtful("the service answers " + reply.status() + " without a name for the job");
    }

    private static Submitted turned(org.mutoscope.api.backend.RenderOutcome outcome) {
        return new Submitted.Turned(outcome);
    }

    /** A request that the service will not do. @param body its answer @param said what it says */
    public static Refused refused(JsonNode body, String said) {
        return moderated(body)
                ? new Refused(
                        "moderation_blocked",
                        "The service does not make this clip: its rules for content forbid it. Change the prompt or the picture.")
                : new Refused("upstream_refused", "The service does not take this request: " + Json.line(said));
    }

    /** Whether a service's error is about content: its code, its type or its sentence says so, in one of the words that are about. */
    public static boolean moderated(JsonNode body) {
        if (Json.complaint(body).toLowerCase(Locale.ROOT).matches(".*(moderation|content policy|safety system).*")) {
            return true; // servers of one's own have no codes
        }
        JsonNode error = body.path("error").isObject() ? body.path("error") : body;
        String words = (error.path("code").asText() + " " + error.path("type").asText() + " "
                        + error.path("failureCode").asText())
                .toLowerCase(Locale.ROOT);
        return words.matches(".*(moderation|content_policy|content_filter|safety|sensitive).*");
    }

    private static boolean outOfFunds(Reply reply) {
        return reply.json().path("error").path("code").asText().equals("insufficient_quota");
    }
}
