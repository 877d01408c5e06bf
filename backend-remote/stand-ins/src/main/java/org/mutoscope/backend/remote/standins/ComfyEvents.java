package org.mutoscope.backend.remote.standins;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a WebSocket of one client has been told so far. Its prompts only; used under the lock of the stand-in. */
final class ComfyEvents {
    private final String client;
    private final Map<Job, String> told = new HashMap<>();

    ComfyEvents(String client) {
        this.client = client;
    }

    String hello(int remaining) {
        Map<String, Object> status = Answer.map("exec_info", Answer.map("queue_remaining", remaining));
        return event("status", Answer.map("status", status, "sid", client));
    }

    /** What is new since the last time. */
    List<String> since(Collection<Job> jobs) {
        List<String> news = new ArrayList<>();
        for (Job job : jobs) {
            String now = job.state() + " " + job.percent();
            boolean begun = job.state() != Job.State.QUEUED && job.state() != Job.State.THROTTLED;
            if (client.equals(job.order.wish().get("client_id")) && begun && job.known()) {
                String before = told.put(job, now);
                if (!now.equals(before)) {
                    news.addAll(about(job, before == null));
                }
            }
        }
        return news;
    }

    private static List<String> about(Job job, boolean first) {
        List<String> news = new ArrayList<>();
        if (first) {
            news.add(event("execution_start", ComfyNodes.detail(job)));
            news.add(event("execution_cached", Answer.map("nodes", List.of(), "prompt_id", job.id)));
            news.add(event("executing", Answer.map("node", "3", "display_node", "3", "prompt_id", job.id)));
        }
        if (!job.ended()) {
            news.add(event(
                    "progress", Answer.map("value", job.percent(), "max", 100, "prompt_id", job.id, "node", "3")));
            return news;
        }
        if (job.state() == Job.State.DONE) {
            String node = ComfyNodes.outputNode(job);
            news.add(event(
                    "executed",
                    Answer.map(
                            "node",
                            node,
                            "display_node",
                            node,
                            "output",
                            ComfyNodes.outputs(job),
                            "prompt_id",
                            job.id)));
        }
        news.add(event(ComfyNodes.ending(job), ComfyNodes.detail(job)));
        news.add(event("executing", Answer.map("node", null, "prompt_id", job.id)));
        return news;
    }

    private static String event(String type, Map<String, Object> data) {
        return Answer.text(Answer.map("type", type, "data", data));
    }

    /** A preview picture: event 1, format 2 (PNG), the picture. */
    static byte[] preview() {
        byte[] picture = Clips.picture("picture.png");
        return ByteBuffer.allocate(8 + picture.length)
                .putInt(1)
                .putInt(2)
                .put(picture)
                .array();
    }
}
