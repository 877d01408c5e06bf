package org.mutoscope.backend.remote.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.mutoscope.api.backend.RenderOutcome.Refused;
import org.mutoscope.backend.remote.job.Order;
import org.mutoscope.backend.remote.job.Service.Found;
import org.mutoscope.backend.remote.job.Standing;
import org.mutoscope.backend.remote.job.Submitted;
import org.mutoscope.backend.remote.job.Ticket;
import org.mutoscope.backend.remote.job.Verdicts;
import org.mutoscope.backend.remote.wire.Json;
import org.mutoscope.backend.remote.wire.Reply;

/** Reads the object {@code video} as servers really send it. */
final class Videos {
    private static final Set<String> DONE =
            Set.of("completed", "complete", "succeeded", "success", "succeed", "finished", "done");
    private static final Set<String> FAILED = Set.of("failed", "failure", "error", "expired", "timeout");
    private static final Set<String> ENDED = Set.of("cancelled", "canceled", "aborted", "deleted");
    /** Clocks of two machines differ. */
    private static final Duration SKEW = Duration.ofMinutes(2);

    private Videos() {}

    /** The service's name for a job; empty if there is none that can be kept. */
    static String name(JsonNode video) {
        for (String key : new String[] {"id", "task_id", "video_id"}) {
            String id = video.path(key).asText("");
            if (!id.isBlank() && id.length() <= 1500) {
                return id;
            }
        }
        JsonNode data = video.path("data");
        return data.isObject() ? name(data) : "";
    }

    /** @param one address of the job, whose content is beside it */
    static Standing standing(Reply reply, URI one) {
        JsonNode video = reply.json();
        String status = video.path("status").asText("").toLowerCase(Locale.ROOT);
        if (DONE.contains(status)) {
            return new Standing.Done(outputs(video, one), OptionalLong.empty());
        } else if (FAILED.contains(status)) {
            return failed(video);
        } else if (ENDED.contains(status)) {
            return new Standing.Stopped(OptionalLong.empty());
        }
        double progress = video.path("progress").asDouble(-1);
        Optional<Duration> pause =
                reply.number("openai-poll-after-ms").map(Duration::ofMillis).or(reply::retryAfter);
        return new Standing.Running(progress < 0 ? -1 : Math.min(1, progress / 100), "render", pause);
    }

    private static Standing failed(JsonNode video) {
        JsonNode error = video.path("error");
        String said = Json.complaint(video);
        if (Verdicts.moderated(video)) {
            Refused refused = Verdicts.refused(video, said);
            return new Standing.Declined(refused.code(), refused.message(), OptionalLong.empty());
        }
        String code = error.path("code").asText("").toLowerCase(Locale.ROOT);
        return new Standing.Broken(
                "upstream_failed",
                "the service could not make it: " + (code.isBlank() ? "" : Json.line(code) + ": ") + said,
                OptionalLong.empty(),
                true);
    }

    /** Where the clip may be, in the order in which servers can be trusted to mean it. */
    private static List<Standing.Output> outputs(JsonNode video, URI one) {
        List<Standing.Output> outputs = new ArrayList<>();
        outputs.add(Standing.Output.at(URI.create(one + "/content")));
        for (String path :
                new String[] {"/url", "/urls/0", "/metadata/url", "/output/0", "/output/0/url", "/data/0/url"}) {
            JsonNode found = video.at(path);
            if (OpenAiVideos.text(found)) {
                address(one, found.asText()).map(Standing.Output::at).ifPresent(outputs::add);
            }
        }
        JsonNode inline = video.at("/data/0/b64_json");
        if (OpenAiVideos.text(inline)) {
            try {
                outputs.add(0, Standing.Output.in(Base64.getDecoder().decode(inline.asText())));
            } catch (IllegalArgumentException e) {
                // not the clip then; one of the addresses may be
            }
        }
        return outputs;
    }

    private static Optional<URI> address(URI one, String text) {
        try {
            return Optional.of(one.resolve(text.strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Looks for a job by what was ordered and when. One that fits and is no other's is it; several may be anybody's. */
    static Found search(JsonNode list, Order order, Ticket intent, Predicate<String> others) {
        List<String> fitting = new ArrayList<>();
        for (JsonNode video : list.path("data")) {
            long created = video.path("created_at").asLong();
            boolean then = created >= intent.ordered().minus(SKEW).getEpochSecond()
                    && created <= intent.ordered().plus(SKEW).getEpochSecond();
            if (then
                    && !others.test(name(video))
                    && video.path("prompt").asText().equals(order.request().prompt())
                    && video.path("size").asText().equals(order.request().size().toString())) {
                fitting.add(name(video));
            }
        }
        return fitting.size() == 1 && !fitting.get(0).isEmpty()
                ? Found.there(Submitted.Accepted.as(fitting.get(0)))
                : Found.unsure();
    }
}
