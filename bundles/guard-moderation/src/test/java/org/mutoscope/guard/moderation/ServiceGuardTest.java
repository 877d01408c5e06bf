package org.mutoscope.guard.moderation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.guard.PromptGuard;
import org.mutoscope.api.guard.Screening;
import org.mutoscope.api.guard.Verdict;

/** The guard against a service on paper. */
class ServiceGuardTest {
    private static final String PROMPT = "a \"quoted\" ütterance";

    private HttpServer server;
    private final CountDownLatch open = new CountDownLatch(1);
    private volatile int status = 200;
    private volatile String answer = "";
    private volatile boolean hangs;
    private volatile String asked = "";
    private volatile String key = "";

    private record Text(String text) implements Screening {
        @Override
        public String accountId() {
            return "a";
        }

        @Override
        public String purpose() {
            return "prompt";
        }
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            key = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            try {
                if (hangs) {
                    open.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        open.countDown();
        server.stop(0);
    }

    private ModerationConfig config(String answers, String url, int patience) {
        Map<String, Object> values = Map.of(
                "url",
                url,
                "key",
                "secret",
                "model",
                "m",
                "answers",
                answers,
                "review",
                new String[] {"violence/graphic", "S6"},
                "ignore",
                new String[] {"self-harm", " "},
                "request_milliseconds",
                patience);
        return (ModerationConfig) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ModerationConfig.class, Annotation.class},
                (proxy, method, args) -> values.get(method.getName()));
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/moderations";
    }

    private Verdict verdict(String answers, String said) throws InterruptedException {
        answer = said;
        return guard(answers).screen(new Text(PROMPT));
    }

    private PromptGuard guard(String answers) {
        return ModerationComponent.guard(config(answers, url(), 60_000));
    }

    private void fails(String answers, String said, String why) {
        String message = assertThrows(IllegalStateException.class, () -> verdict(answers, said))
                .getMessage();
        assertTrue(message.contains(why) && !message.contains("ütterance"), message);
    }

    private static String chat(String content) {
        return "{\"choices\":[{\"message\":{\"content\":\"" + content + "\"}}]}";
    }

    @Test
    void whatIsNoClearAnswerFails() {
        fails("moderations", "", "JSON");
        fails("moderations", "<html>", "JSON");
        fails("moderations", "{}", "flagged");
        fails("moderations", "{\"results\":[]}", "flagged");
        fails("moderations", "{\"results\":[{\"flagged\":\"no\"}]}", "flagged");
        fails("moderations", "{\"results\":" + "[".repeat(5000), "JSON");
        fails("moderations", " ".repeat(2 << 20), "bytes");
        fails("safe-unsafe", chat("I think it is safe"), "neither");
        fails("safe-unsafe", chat(" "), "content");
        fails("yes-no", chat("Maybe"), "neither");
        fails("yes-no", "{\"choices\":[]}", "content");
    }

    @Test
    void statusesThatAreNotOkFail() {
        for (int each : new int[] {302, 401, 429, 500, 503}) {
            status = each;
            fails("moderations", "{\"results\":[{\"flagged\":false}]}", "status " + each);
        }
    }

    @Test
    void aServiceThatHangsFailsInTime() {
        hangs = true;
        PromptGuard guard = ModerationComponent.guard(config("moderations", url(), 200));
        assertThrows(IllegalStateException.class, () -> guard.screen(new Text(PROMPT)));
    }

    @Test
    void aServiceThatIsNotThereFails() {
        server.stop(0);
        assertThrows(IllegalStateException.class, () -> guard("moderations").screen(new Text(PROMPT)));
    }

    @Test
    void aWrongConfigurationBlocks() throws Exception {
        for (String url : new String[] {"", "api.openai.com", "ftp://host/", "http:// space"}) {
            PromptGuard guard = ModerationComponent.guard(config("moderations", url, 4000));
            assertInstanceOf(Verdict.Block.class, guard.screen(new Text(PROMPT)), url);
        }
        PromptGuard guard = ModerationComponent.guard(config("maybe", url(), 4000));
        assertInstanceOf(Verdict.Block.class, guard.screen(new Text(PROMPT)));
    }

    @Test
    void theModerationEndpointIsAskedAndUnderstood() throws Exception {
        String safe = "{\"results\":[{\"flagged\":false,\"categories\":{\"violence\":false}}]}";
        assertEquals(new Verdict.Pass(List.of()), verdict("moderations", safe));
        assertEquals("{\"model\":\"m\",\"input\":\"a \\\"quoted\\\" ütterance\"}", asked);
        assertEquals("Bearer secret", key);
        String harm = "{\"results\":[{\"flagged\":true,\"categories\":{\"self-harm\":true}}]}";
        assertInstanceOf(Verdict.Pass.class, verdict("moderations", harm));
        String graphic =
                "{\"results\":[{\"flagged\":true,\"categories\":{\"violence/graphic\":true,\"self-harm\":true}}]}";
        assertInstanceOf(Verdict.Review.class, verdict("moderations", graphic));
        String both = "{\"results\":[{\"flagged\":true,\"categories\":{\"violence/graphic\":true,\"violence\":true}}]}";
        assertEquals("violence", ((Verdict.Block) verdict("moderations", both)).category());
        assertEquals(
                "flagged", ((Verdict.Block) verdict("moderations", "{\"results\":[{\"flagged\":true}]}")).category());
    }

    @Test
    void chatModelsAreAskedAndUnderstood() throws Exception {
        assertInstanceOf(Verdict.Pass.class, verdict("safe-unsafe", chat("\\n\\nsafe")));
        assertTrue(asked.contains("\"messages\":[{\"role\":\"user\",\"content\":\"a \\\"quoted"), asked);
        assertEquals("s1", ((Verdict.Block) verdict("safe-unsafe", chat("unsafe\\nS1,S6"))).category());
        assertInstanceOf(Verdict.Review.class, verdict("safe-unsafe", chat("unsafe\\nS6")));
        assertEquals("unsafe", ((Verdict.Block) verdict("safe-unsafe", chat("unsafe"))).category());
        assertInstanceOf(Verdict.Pass.class, verdict("yes-no", chat("No, it does not.")));
        assertEquals("policy", ((Verdict.Block) verdict("yes-no", chat("Yes"))).category());
    }

    @Test
    void theGuardIsNamedByItsConfiguration() {
        assertEquals("moderation-llama", ModerationComponent.id("org.mutoscope.guard.moderation~llama"));
    }
}
