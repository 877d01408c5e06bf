package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;
import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/** The promise P10: a fault that was planted is told by figures, traces and health, by each in its way. */
final class PlantedFaults {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String PROMPT = "a lighthouse that nobody may read about";

    private final Platform platform;
    private final Http admin;

    PlantedFaults(Platform platform) throws IOException {
        this.platform = platform;
        this.admin = platform.admin();
    }

    void told() throws Exception {
        refused();
        deadPlugin();
        noEncoder();
    }

    /** A backend that refuses: counted by its end, and the spans of the job carry the reason, but no prompt. */
    private void refused() throws Exception {
        if (admin.get("/api/v1/admin/plugins/org.mutoscope.itests.pattern").status() == 404) {
            platform.drop("pattern-1.0.0.jar");
        }
        await(LONG, "the test pattern is offered", says("/api/v1/models", "test-pattern"));
        try (TraceBox box = new TraceBox()) {
            platform.configure("org.mutoscope.observe.cfg", "traces.endpoint = " + box.address() + "\n");
            Http account = platform.account("P10", 0);
            await(
                    LONG,
                    "a job is traced",
                    () -> ask(
                            () -> { // the change takes effect between two of them
                                String job = account.pattern(PROMPT, Map.of("behave", "refuse"))
                                        .path("id")
                                        .asText();
                                JsonNode video = account.await(job);
                                equal(
                                        "test_refused",
                                        video.path("error").path("code").asText(),
                                        "error of the job");
                                return !box.text().isEmpty();
                            }));
            await(
                    LONG,
                    "the attempt and the job are told with their reason",
                    () -> box.text().contains("attempt")
                            && box.text().contains("test_refused")
                            && box.text().contains("admission"));
            check(!box.text().contains("lighthouse"), "a trace holds a prompt");
        }
        platform.configure("org.mutoscope.observe.cfg", "");
        await(
                LONG,
                "the attempt is counted",
                () -> metrics()
                        .matches(
                                "(?s).*mutoscope_attempts_total\\{backend=\"pattern\",end=\"refused\",model=\"test-pattern\"\\}.*"));
    }

    /** A bundle that does not run: doctor names it and what to run. */
    private void deadPlugin() throws Exception {
        Path deploy = platform.data.resolve("deploy");
        SpoiltJar.of(Platform.BUNDLES.resolve("blank-1.0.0.jar"))
                .header("Bundle-SymbolicName", "acme.dead")
                .header("Import-Package", "io.acme.http;version=\"[3,4)\"")
                .drop(deploy, "dead.jar");
        await(LONG, "doctor names the bundle", () -> {
            JsonNode look = look("plugins");
            return !look.path("ok").asBoolean()
                    && look.toString().contains("io.acme.http")
                    && look.path("command").asText().startsWith("mutoscope plugin");
        });
        check(metrics().contains("mutoscope_plugins{state=\"FAILED\"}"), "no figure tells of the bundle");
        Files.delete(deploy.resolve("dead.jar"));
        await(LONG, "and is content again", () -> look("plugins").path("ok").asBoolean());
    }

    /** No encoder: no job can be admitted. */
    private void noEncoder() throws Exception {
        Path codec = platform.data.resolve("deploy/codec-1.0.0.jar");
        Files.delete(codec);
        await(LONG, "health says what is missing", says("/health", "media encoder"));
        equal(503, admin.get("/health").status(), "status of /health");
        check(
                metrics().contains("\nmutoscope_obstacles ") && !metrics().contains("\nmutoscope_obstacles 0"),
                metrics());
        Cli.Ran told = new Cli(platform).run("doctor");
        check(told.exit() == 1 && told.out().contains("media encoder"), "doctor said " + told.out());
        platform.drop("codec-1.0.0.jar");
        await(LONG, "a job can be admitted again", says("/health", "\"ready\""));
    }

    private JsonNode look(String name) {
        return ask(() -> {
            for (JsonNode look : admin.get("/api/v1/admin/doctor").json().path("checks")) {
                if (look.path("name").asText().equals(name)) {
                    return look;
                }
            }
            throw new AssertionError("doctor has no look named " + name);
        });
    }

    private String metrics() {
        return ask(() -> admin.get("/metrics").response().body());
    }

    private BooleanSupplier says(String path, String words) {
        return () -> ask(() -> admin.get(path).response().body().contains(words));
    }

    private static <T> T ask(Callable<T> question) {
        try {
            return question.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes whatever a platform tells of its jobs; names and ids are text in it. */
    private static final class TraceBox implements AutoCloseable {
        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        private final StringBuffer text = new StringBuffer();

        TraceBox() throws IOException {
            server.createContext("/v1/traces", exchange -> {
                text.append(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
                exchange.getResponseHeaders().add("content-type", "application/x-protobuf");
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
        }

        String address() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
        }

        String text() {
            return text.toString();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
