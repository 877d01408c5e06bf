package org.mutoscope.backend.remote.standins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** ComfyUI's wire. */
@Timeout(300)
class ComfyTest {
    private final StandIn service = StandIn.start("comfyui", 0);
    private final Caller caller = new Caller(service);

    @AfterEach
    void close() {
        service.close();
    }

    private static Map<String, Object> graph(String output) {
        Map<String, Object> graph = new HashMap<>();
        graph.put("3", Map.of("class_type", "KSampler", "inputs", Map.of("seed", 7, "positive", List.of("6", 0))));
        graph.put("6", Map.of("class_type", "CLIPTextEncode", "inputs", Map.of("text", "a cat")));
        graph.put(
                "8",
                Map.of(
                        "class_type",
                        "EmptyHunyuanLatentVideo",
                        "inputs",
                        Map.of("length", 48, "width", 64, "height", 96)));
        graph.put("9", Map.of("class_type", output, "inputs", Map.of("fps", 24, "video", List.of("3", 0))));
        return graph;
    }

    private String begin(String client) {
        String id = UUID.randomUUID().toString();
        Caller.Reply reply =
                caller.post("/prompt", Map.of("prompt", graph("SaveVideo"), "prompt_id", id, "client_id", client));
        assertEquals(id, reply.good().get("prompt_id"));
        return id;
    }

    @Test
    void graphsAreChecked() {
        assertEquals("no_prompt", caller.post("/prompt", Map.of()).at("error.type"));
        assertEquals(
                "prompt_no_outputs", refused(Map.of("6", graph("x").get("6"))).at("error.type"));
        assertEquals("invalid_prompt", refused(graph("NoSuchNode")).at("error.type"));
        Map<String, Object> graph = graph("SaveVideo");
        graph.remove("6");
        assertEquals("bad_linked_input", refused(graph).at("node_errors.3.errors.0.type"));
        graph = graph("SaveVideo");
        graph.put("10", Map.of("class_type", "LoadImage", "inputs", Map.of("image", "none.png")));
        assertEquals("custom_validation_failed", refused(graph).at("node_errors.10.errors.0.type"));
        assertEquals(
                "invalid_prompt_id",
                caller.post("/prompt", Map.of("prompt", graph("SaveVideo"), "prompt_id", "7"))
                        .at("error.type"));
        assertEquals(0, service.begun());
    }

    private Caller.Reply refused(Map<String, Object> graph) {
        Caller.Reply reply = caller.post("/prompt", Map.of("prompt", graph));
        assertEquals(400, reply.status());
        return reply;
    }

    @Test
    void historyIsEmptyUntilThereIsAClip() {
        String id = begin("me");
        assertEquals(Map.of(), caller.get("/history/" + id).good());
        Caller.Reply done = caller.get("/api/history/" + id);
        assertEquals("success", done.at(id + ".status.status_str"));
        String name = (String) done.at(id + ".outputs.9.images.0.filename");
        Caller.Reply clip = caller.get("/view?filename=" + name + "&subfolder=video&type=output");
        assertEquals(2, Mp4.seconds(clip.bytes()));
        assertEquals(404, caller.get("/view?filename=" + name).status());
        assertEquals(400, caller.get("/view?filename=../../etc/passwd").status());
        assertEquals(Map.of(), caller.get("/history/unknown").good());
        assertEquals(0, service.charged());
    }

    @Test
    void uploadsCanBeLoaded() {
        assertEquals(
                "a.png",
                caller.form("/upload/image", "image", Clips.picture("picture.png"))
                        .at("name"));
        Map<String, Object> graph = graph("VHS_VideoCombine");
        graph.put("10", Map.of("class_type", "LoadImage", "inputs", Map.of("image", "a.png")));
        String id =
                (String) caller.post("/prompt", Map.of("prompt", graph)).good().get("prompt_id");
        caller.get("/history/" + id).good();
        assertEquals("video", caller.get("/history/" + id).at(id + ".outputs.9.gifs.0.subfolder"));
    }

    @Test
    void oneRunsAndTheOthersWaitUntilTheyAreTakenAway() {
        String first = begin("me");
        String second = begin("me");
        assertEquals(first, caller.get("/queue").at("queue_running.0.1"));
        assertEquals(second, caller.get("/queue").at("queue_pending.0.1"));
        caller.post("/interrupt", Map.of("prompt_id", second));
        caller.post("/queue", Map.of("delete", List.of(first)));
        assertEquals(2, caller.get("/prompt").at("exec_info.queue_remaining"), "neither did what the other does");
        caller.post("/queue", Map.of("delete", List.of(second)));
        caller.post("/interrupt", Map.of("prompt_id", first));
        assertEquals(0, caller.get("/prompt").at("exec_info.queue_remaining"));
        assertEquals("error", caller.get("/history/" + first).at(first + ".status.status_str"));
        assertEquals("execution_interrupted", caller.get("/history/" + first).at(first + ".status.messages.1.0"));
        assertEquals(Map.of(), caller.get("/history/" + second).good());
    }

    @Test
    void aSecondPromptOfOneIdIsRenderedAgain() {
        Map<String, Object> body = Map.of(
                "prompt", graph("SaveVideo"), "prompt_id", UUID.randomUUID().toString());
        caller.post("/prompt", body).good();
        caller.post("/prompt", body).good();
        assertEquals(2, service.begun());
    }

    @Test
    void eventsTellTheWholeStory() throws InterruptedException {
        service.polls(4);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(service.url().replace("http", "ws") + "/ws?clientId=me"), new Ear(heard))
                .join();
        assertTrue(heard.poll(60, TimeUnit.SECONDS).contains("\"type\":\"status\""));
        begin("somebody else");
        String id = begin("me");
        StringBuilder story = new StringBuilder();
        for (String text = ""; !text.contains("\"node\":null"); ) {
            text = heard.poll(60, TimeUnit.SECONDS);
            assertTrue(text.equals("preview") || text.contains(id), text);
            story.append(text.replaceFirst("^\\{\"type\":\"(\\w+)\".*", "$1")).append(' ');
        }
        assertEquals(
                "execution_start execution_cached executing progress preview progress preview progress preview executed"
                        + " execution_success executing ",
                story.toString());
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        assertEquals("close", heard.poll(60, TimeUnit.SECONDS));
    }

    private record Ear(BlockingQueue<String> heard) implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            heard.add(data.toString());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            heard.add("preview");
            socket.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            heard.add(error.toString());
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            heard.add("close");
            return null;
        }
    }
}
