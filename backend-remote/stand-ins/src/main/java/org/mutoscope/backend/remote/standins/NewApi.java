package org.mutoscope.backend.remote.standins;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** new-api and its family: no list and no delete, empty fields left out, the result's address in {@code metadata.url}, status words of its upstreams. */
final class NewApi extends Dialect {
    @Override
    String name() {
        return "new-api";
    }

    @Override
    Set<String> routes() {
        return Set.of("submit", "status", "content", "remix", "models");
    }

    @Override
    String id(Order order) {
        return "task_" + Desk.hex();
    }

    @Override
    Map<String, Object> video(Job job, String url) {
        Map<String, Object> video = super.video(job, url);
        video.put("task_id", job.id);
        video.remove("prompt");
        if (job.state() == Job.State.DONE) {
            video.put("metadata", Answer.map("url", url + "/outputs/" + job.id + ".mp4"));
        }
        video.values().removeIf(Objects::isNull);
        return video;
    }

    @Override
    String status(Job job) {
        return job.has(Fault.ODD_STATUS) && job.state() == Job.State.DONE ? "SUCCESS" : super.status(job);
    }

    @Override
    Answer content(Job job, String variant, String url) {
        if (job.state() != Job.State.DONE) {
            throw new Refusal(
                    400, "invalid_request_error", "Task is not completed yet, current status: " + status(job));
        }
        return Answer.bytes("video/mp4", job.clip());
    }

    @Override
    Answer error(int status, String code, String message) {
        if (status == 401 || status == 405) {
            return Answer.json(
                    status, Answer.map("error", Answer.map("message", message, "type", "new_api_error", "code", "")));
        }
        return Answer.json(status, Answer.map("code", code, "message", message, "data", null));
    }
}
