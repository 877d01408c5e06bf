package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;
import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The promise P3: newer versions of the test pattern that turn out bad, each in its way. Version 1.0.0 serves before and afterwards. */
final class BadVersions {
    private static final String PATTERN = "org.mutoscope.itests.pattern";
    private static final String CHANGES = "/api/v1/admin/plugin-changes";
    private static final int CLIENTS = 4;
    private static final Duration LONG = Duration.ofSeconds(90);

    private final Platform platform;
    private final Http admin;

    BadVersions(Platform platform) throws IOException {
        this.platform = platform;
        this.admin = platform.admin();
    }

    void throwsAtOnce() throws Exception {
        takenBack("3.0.0", pattern("3.0.0").constant("well", "throw"), "its first render threw");
    }

    void failsLater() throws Exception {
        takenBack("3.1.0", pattern("3.1.0").constant("well", "ail"), " calls of render failed");
    }

    void hangs() throws Exception {
        serving();
        JsonNode failed = upgrade("3.2.0", pattern("3.2.0").constant("at once", "never"));
        stays(failed, "3.2.0", "did not come back from its start");
        Path other = platform.drop("blank-1.0.0.jar");
        await(LONG, "another bundle comes although that one hangs", () -> state("org.mutoscope.itests.blank")
                .equals("ACTIVE"));
        Files.delete(other);
        await(LONG, "and goes", () -> state("org.mutoscope.itests.blank").isEmpty());
    }

    void doesNotComeUp() throws Exception {
        serving();
        JsonNode failed = upgrade("3.3.0", pattern("3.3.0").header("Service-Component", null));
        stays(failed, "3.3.0", "does not offer backend pattern");
    }

    private static SpoiltJar pattern(String version) throws IOException {
        return SpoiltJar.of(Platform.BUNDLES.resolve("pattern-2.0.0.jar")).header("Bundle-Version", version);
    }

    private JsonNode upgrade(String version, SpoiltJar bad) throws Exception {
        return admin.upload(CHANGES + "?verb=upgrade&name=pattern-" + version + ".jar", bad.bytes())
                .json();
    }

    /** What it had is made by the one before it. */
    private void takenBack(String version, SpoiltJar bad, String reason) throws Exception {
        serving();
        List<Books> books = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            books.add(new Books(platform.account("P3 client " + i, 100_000)));
        }
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        try (Clients clients = new Clients(CLIENTS, (client, number) -> {
            Http account = new Http(platform.url(), books.get(client).key);
            JsonNode order = account.pattern("P3 " + client + "/" + number, Map.of("frames", "1"));
            String fault =
                    books.get(client).clip(account.awaitClip(order.path("id").asText()));
            if (fault != null) {
                wrong.add(fault);
            }
        })) {
            await(LONG, "jobs run", () -> clients.done() >= 5 * CLIENTS);
            JsonNode done = upgrade(version, bad);
            check(
                    done.path("state")
                            .asText()
                            .matches("DONE|TAKEN_BACK"), // it may be bad before the old one has ended
                    "state of the upgrade: " + done);
            await(LONG, "it is taken back", () -> story(version).contains("TAKEN_BACK"));
            int before = clients.done();
            await(LONG, "jobs go on", () -> clients.done() >= before + 2 * CLIENTS);
            equal(List.of(), clients.end(), "failed requests and jobs");
        }
        equal(List.of(), List.copyOf(wrong), "wrong charges");
        for (Books account : books) {
            equal(List.of(), account.lostOrRepeated(platform.url()), "lost or repeated jobs");
            equal(List.of(), account.wrongSums(platform.url()), "wrong sums");
        }
        String story = story(version);
        check(story.contains(PATTERN + "@" + version + " was taken back: ") && story.contains(reason), story);
        equal("ACTIVE", state(PATTERN + "@1.0.0"), "state of the version before");
    }

    private void stays(JsonNode failed, String version, String reason) throws Exception {
        equal("FAILED", failed.path("state").asText(), "state: " + failed.path("sentence"));
        check(
                failed.path("sentence").asText().contains(reason),
                failed.path("sentence").asText());
        equal("ACTIVE", state(PATTERN + "@1.0.0"), "state of the old one");
        Http account = platform.account("P3 " + version, 0);
        account.awaitClip(
                account.pattern("P3", Map.of("frames", "1")).path("id").asText());
    }

    /** How taking a version back went: state and sentence; empty if nobody has begun to. */
    private String story(String version) {
        try {
            for (JsonNode operation : admin.get(CHANGES).json().path("data")) {
                String sentence = operation.path("sentence").asText();
                if (sentence.contains(PATTERN + "@" + version + " was taken back")) {
                    return operation.path("state").asText() + " " + sentence;
                }
            }
            return "";
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Version 1.0.0 serves. */
    private void serving() throws Exception {
        if (state(PATTERN).isEmpty()) {
            platform.drop("pattern-1.0.0.jar");
        }
        await(LONG, "the test pattern is offered", () -> {
            try {
                return admin.get("/api/v1/models").response().body().contains("test-pattern");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private String state(String name) {
        try {
            Http.Answer answer = admin.get("/api/v1/admin/plugins/" + name);
            return answer.status() == 404 ? "" : answer.json().path("state").asText();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
