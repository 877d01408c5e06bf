package org.mutoscope.backend.remote.standins;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/** LiteLLM's proxy: no delete, long ids that carry the provider, no variants, error codes as text. */
final class LiteLlm extends Dialect {
    @Override
    String name() {
        return "litellm";
    }

    @Override
    boolean servesWithoutVersion() {
        return true;
    }

    @Override
    Set<String> routes() {
        return Set.of(
                "submit",
                "status",
                "content",
                "list",
                "models",
                "remix",
                "edits",
                "extensions",
                "characters",
                "character");
    }

    @Override
    String id(Order order) {
        String inner = "litellm:custom_llm_provider:openai;model_id:" + Desk.hex() + Desk.hex() + ";video_id:"
                + super.id(order);
        return "video_" + Base64.getEncoder().encodeToString(inner.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    Map<String, Object> video(Job job, String url) {
        Map<String, Object> video = super.video(job, url);
        video.remove("prompt");
        video.put("usage", Answer.map("duration_seconds", (double) job.order.seconds()));
        return video;
    }

    @Override
    Answer content(Job job, String variant, String url) {
        return super.content(job, "video", url);
    }

    @Override
    Answer error(int status, String code, String message) {
        if (status == 405) {
            return Answer.json(405, Answer.map("detail", message));
        }
        return Answer.json(
                status,
                Answer.map(
                        "error",
                        Answer.map(
                                "message",
                                "litellm: " + message,
                                "type",
                                "None",
                                "param",
                                "None",
                                "code",
                                Integer.toString(status))));
    }
}
