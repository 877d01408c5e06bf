package org.mutoscope.backend.remote;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.creation.Creation;
import org.mutoscope.api.creation.FirstFrame;
import org.mutoscope.api.creation.PromptAdviser;
import org.mutoscope.api.creation.ScriptWriter;
import org.mutoscope.api.creation.Storyboard;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.backend.remote.standins.Fault;
import org.mutoscope.backend.remote.standins.StandIn;
import org.mutoscope.backend.remote.standins.Trouble;

@SuppressWarnings("unchecked") // assertInstanceOf knows no type arguments
class CreationTest {
    private static final byte[] PNG = "\u0089PNG\r\n\u001a\n and so on".getBytes(StandardCharsets.ISO_8859_1);
    private static final String GOOD =
            "{\"title\":\"Boat\",\"shots\":[{\"seconds\":4,\"prompt\":\"a boat\",\"camera\":\"wide\","
                    + "\"characters\":[\"Mo\"],\"negative\":\"\",\"transition\":\"cut\"},{\"seconds\":8,\"prompt\":\"it sinks\","
                    + "\"camera\":\"\",\"characters\":[],\"negative\":\"\",\"transition\":\"dissolve\"}]}";

    private final Stub server = new Stub();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        server.close();
    }

    private Setup setup(Class<? extends java.lang.annotation.Annotation> schema, Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("service.pid", "x~one");
        properties.put("base", server.address() + "/v1");
        properties.put("key", "secret");
        properties.put("model", "m-1");
        return Setup.of(schema, properties);
    }

    private Creation<String> draw(Path target, String... sizes) throws InterruptedException {
        FirstFrame images =
                ImagesComponent.images(setup(ImagesConfig.class, Map.of("sizes", sizes, "price.micros", 40_000L)));
        return images.draw(
                new FirstFrame.Request("video_1", "a boat", new FrameSize(1280, 720), target, Duration.ofMinutes(1)));
    }

    @Test
    void aPictureComesInTheAnswerOrFromAnAddress() throws Exception {
        Path target = folder.resolve("picture");
        String inline = Base64.getEncoder().encodeToString(PNG);
        server.on("POST /v1/images/generations", 200, "{\"data\":[{\"b64_json\":\"" + inline + "\"}]}");
        Creation.Made<String> made =
                assertInstanceOf(Creation.Made.class, draw(target, "1024x1024", "1536x1024", "1024x1536"));
        assertEquals("image/png", made.work());
        assertEquals(40_000, made.cost().orElseThrow().micros());
        assertArrayEquals(PNG, Files.readAllBytes(target));
        assertTrue(server.bodies.get(0).contains("\"size\":\"1536x1024\""), server.bodies.get(0));

        server.on("POST /v1/images/generations", 200, "{\"data\":[{\"url\":\"" + server.address() + "/p\"}]}");
        server.on("GET /p", Stub.bytes(PNG));
        assertInstanceOf(Creation.Made.class, draw(target));
    }

    @Test
    void aPictureThatIsNoneIsAFailureThatWasPaid() throws Exception {
        server.on("POST /v1/images/generations", 200, "{\"data\":[{\"b64_json\":\"!\"}]}");
        Creation.Failed<String> failed = assertInstanceOf(Creation.Failed.class, draw(folder.resolve("p")));
        assertEquals("output_unreadable", failed.code());
        assertEquals(40_000, failed.cost().orElseThrow().micros());
        server.on("POST /v1/images/generations", 400, "{\"error\":{\"code\":\"content_policy_violation\"}}");
        assertInstanceOf(Creation.Refused.class, draw(folder.resolve("p")));
    }

    private Creation<Storyboard> write() throws InterruptedException {
        ScriptWriter chat = ChatComponent.chat(
                setup(ChatConfig.class, Map.of("price.input.micros", 1_000_000L, "price.output.micros", 3_000_000L)));
        return chat.write(new ScriptWriter.Request(
                "s", "A boat sinks.", 3, Set.of(4, 8), 12, List.of("Mo"), Duration.ofMinutes(1)));
    }

    private static Stub.Route said(String content) {
        String text = content.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return Stub.json(
                200,
                "{\"choices\":[{\"message\":{\"content\":\"" + text
                        + "\"}}],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":50}}");
    }

    @Test
    void aScriptBecomesAStoryboard() throws Exception {
        server.on("POST /v1/chat/completions", said(GOOD));
        Creation.Made<Storyboard> made = assertInstanceOf(Creation.Made.class, write());
        assertEquals(12, made.work().seconds());
        assertEquals(List.of("Mo"), made.work().shots().get(0).characters());
        assertEquals(250, made.cost().orElseThrow().micros());
        String body = server.bodies.get(0);
        assertTrue(body.contains("\"enum\":[4,8]") && body.contains("\"strict\":true"), body);
    }

    @Test
    void whatIsSaidInAShotIsAskedForAndRead() throws Exception {
        server.on("POST /v1/chat/completions", said(GOOD.replace("\"cut\"", "\"cut\",\"narration\":\" It sails. \"")));
        Creation.Made<Storyboard> made = assertInstanceOf(Creation.Made.class, write());
        assertEquals(List.of("It sails.", ""), made.work().narration());
        assertTrue(server.bodies.get(0).contains("\"narration\":{\"type\":\"string\"}"), server.bodies.get(0));
    }

    private Creation<PromptAdviser.Advice> advise(String words) throws InterruptedException {
        PromptAdviser chat = ChatComponent.chat(setup(ChatConfig.class, Map.of("price.input.micros", 1_000_000L)));
        ModelOffer model =
                ModelOffer.named("m").attribute(ModelOffer.VOCABULARY, words).build();
        return chat.advise(new PromptAdviser.Request("p", "a cat", model, Duration.ofMinutes(1)));
    }

    @Test
    void aPromptIsAdvisedUponWithTheWordsOfItsModel() throws Exception {
        server.on(
                "POST /v1/chat/completions",
                said("{\"prompt\":\"a cat at night\",\"changes\":[{\"from\":\"\","
                        + "\"to\":\"at night\",\"why\":\"Light helps.\"}]}"));
        Creation.Made<PromptAdviser.Advice> made = assertInstanceOf(Creation.Made.class, advise("cat,night;a,at"));
        assertEquals("a cat at night", made.work().suggestion());
        assertEquals("Light helps.", made.work().changes().get(0).why());
        assertEquals(100, made.cost().orElseThrow().micros());
        assertTrue(server.bodies.get(0).contains("They are: cat, night."), server.bodies.get(0));
        server.on("POST /v1/chat/completions", said("{\"prompt\":\" \",\"changes\":[]}"));
        Creation.Failed<PromptAdviser.Advice> failed = assertInstanceOf(Creation.Failed.class, advise("cat;a"));
        assertEquals("suggestion_unusable", failed.code());
        server.on("POST /v1/chat/completions", said("{\"prompt\":\"a cat\",\"changes\":[]}"));
        assertInstanceOf(Creation.Made.class, advise("word,".repeat(3_000) + "end;a"));
        assertTrue(server.bodies.get(server.bodies.size() - 1).length() < 8_000, "a long list is not told whole");
    }

    @Test
    void aFenceAroundItDoesNoHarm() throws Exception {
        server.on("POST /v1/chat/completions", said("```json\n" + GOOD + "\n```"));
        assertInstanceOf(Creation.Made.class, write());
    }

    @Test
    void whatBreaksTheLimitsIsToldOnceAndThenFails() throws Exception {
        for (String bad : List.of(
                "Certainly! Here it is.",
                GOOD.replace("\"seconds\":4", "\"seconds\":5"),
                GOOD.replace("\"seconds\":4", "\"seconds\":8"),
                GOOD.replace("\"Mo\"", "\"Jo\""),
                GOOD.replace("\"a boat\"", "\" \""),
                GOOD.replace("dissolve", "explode"),
                "{\"title\":\"x\",\"shots\":[]}")) {
            server.asked.clear();
            server.on("POST /v1/chat/completions", said(bad));
            Creation.Failed<Storyboard> failed = assertInstanceOf(Creation.Failed.class, write(), bad);
            assertEquals("storyboard_unusable", failed.code());
            assertEquals(500, failed.cost().orElseThrow().micros(), "both answers are paid");
            assertEquals(2, server.asked.size());
        }
        server.on("POST /v1/chat/completions", said("no"), said(GOOD));
        assertInstanceOf(Creation.Made.class, write());
    }

    @Test
    void aRefusalIsOne() throws Exception {
        server.on("POST /v1/chat/completions", 200, "{\"choices\":[{\"message\":{\"refusal\":\"no\"}}]}");
        assertInstanceOf(Creation.Refused.class, write());
        server.on("POST /v1/chat/completions", 500, "{}");
        Creation.Failed<Storyboard> failed = assertInstanceOf(Creation.Failed.class, write());
        assertEquals(false, failed.retryable());
    }

    @Test
    void theStandInsOfBothAreUnderstood() throws Exception {
        try (StandIn images = StandIn.start("openai-images", 0);
                StandIn chat = StandIn.start("openai-chat", 0)) {
            Map<String, Object> drawn = new HashMap<>(Map.of("sizes", new String[] {"1536x1024", "1024x1536"}));
            drawn.put("service.pid", "x~one");
            drawn.put("key", StandIn.KEY);
            drawn.put("base", images.url());
            drawn.put("model", "gpt-image-1");
            FirstFrame artist = ImagesComponent.images(Setup.of(ImagesConfig.class, drawn));
            Path target = folder.resolve("drawn");
            FrameSize size = new FrameSize(720, 1280);
            assertInstanceOf(
                    Creation.Made.class,
                    artist.draw(new FirstFrame.Request("v", "a boat", size, target, Duration.ofMinutes(1))));
            Map<String, Object> written = new HashMap<>(Map.of("model", "gpt-4.1", "base", chat.url()));
            written.put("service.pid", "x~two");
            written.put("key", StandIn.KEY);
            ScriptWriter writer = ChatComponent.chat(Setup.of(ChatConfig.class, written));
            ScriptWriter.Request script = new ScriptWriter.Request(
                    "s", "A boat leaves. It sinks.", 5, Set.of(4), 20, List.of(), Duration.ofMinutes(1));
            Creation.Made<Storyboard> made = assertInstanceOf(Creation.Made.class, writer.write(script));
            assertEquals(2, made.work().shots().size());
            assertEquals(List.of("A boat leaves.", "It sinks."), made.work().narration());
            PromptAdviser adviser = ChatComponent.chat(Setup.of(ChatConfig.class, written));
            Creation.Made<PromptAdviser.Advice> advice = assertInstanceOf(
                    Creation.Made.class,
                    adviser.advise(new PromptAdviser.Request(
                            "p", "A boat.", ModelOffer.named("m").build(), Duration.ofMinutes(1))));
            assertEquals("A boat.", advice.work().suggestion());
            chat.order(Trouble.next("submit", Fault.FAILS)); // talks instead of writing; told so, it writes
            assertInstanceOf(Creation.Made.class, writer.write(script));
        }
    }

    @Test
    void configurationsNameWhatIsWrong() {
        assertThrows(
                IllegalArgumentException.class,
                () -> ImagesComponent.images(setup(ImagesConfig.class, Map.of("sizes", new String[] {"big"}))));
        assertThrows(
                IllegalArgumentException.class,
                () -> ChatComponent.chat(setup(ChatConfig.class, Map.of("request.seconds", 0))));
    }
}
