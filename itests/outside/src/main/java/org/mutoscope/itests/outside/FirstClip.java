package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;
import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponse;
import com.openai.models.videos.Video;
import com.openai.models.videos.VideoCreateParams;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The promises F1 to F14. Arguments name those to check; without, all. */
@SuppressWarnings(
        "deprecation") // the official client marks all of the Videos API so since its own server was switched off
public final class FirstClip {
    private static final Map<String, String> CONF = Map.of(
            "org.mutoscope.billing.cfg",
            "products = test.pack100:100\n",
            "org.mutoscope.credits.quota.cfg",
            "follow.capacity = false\n");

    private final Promises promises;
    private Platform platform;

    private FirstClip(Promises promises) {
        this.promises = promises;
    }

    /** Runs them. */
    public static void main(String[] arguments) throws Exception {
        Promises promises = new Promises(List.of(arguments));
        new FirstClip(promises).run();
        System.exit(promises.end());
    }

    private void run() throws Exception {
        platform = new Platform(CONF).start();
        try {
            promises.promise(
                    "F1",
                    "openai-java 4.101.0, unmodified: create with a prompt alone, wait, download, delete",
                    this::officialClient);
            promises.promise("F2", "credits before - captured = after, captured <= held", this::creditsAddUp);
            platform.drop("pattern-1.0.0.jar");
            promises.promise("F3", "out of credits: 429, said not to be retried", this::outOfCredits);
            promises.promise("F4", "one Idempotency-Key: one job; with another body a named error", this::idempotency);
            promises.promise(
                    "F5",
                    "backend: dropped in, newer beside it under 8 clients, deleted rudely mid-job",
                    this::swapBackend);
            promises.promise("F6", "billing and licensing: the same", this::swapBillingAndLicensing);
            promises.promise("F7", "a broken jar gets one sentence; everything else serves", this::brokenJar);
            promises.promise("F9", "worker killed mid-job: the job completes", this::killWorker);
            promises.promise(
                    "F10", "a running video deleted: worker idle within 1 s, hold released", this::deleteRunning);
            promises.promise("F11", "100 jobs of one account do not delay another's first", this::fairness);
            promises.promise("F12", "backup while running, restored elsewhere, ledger sound", this::backup);
            promises.promise(
                    "F8",
                    "kill -9 of the platform mid-job: the job ends once, charged at most once",
                    this::killPlatform);
        } finally {
            platform.close();
        }
        promises.promise("F13", "an unknown configuration key is refused, with a suggestion", this::unknownKey);
        promises.promise("F14", "demo from a fresh clone with an empty HOME, on Java 17 and 25", new FreshClone()::run);
    }

    private void officialClient() throws Exception {
        Http account = platform.account("F1", 0);
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(account.url + "/v1")
                .apiKey(account.key)
                .build();
        Video video = client.videos()
                .create(VideoCreateParams.builder()
                        .prompt("a big cat slides right over the grass")
                        .build());
        String id = video.id();
        await(Duration.ofSeconds(90), id + " completes", () -> !List.of("queued", "in_progress")
                .contains(client.videos().retrieve(id).status().asString()));
        equal("completed", client.videos().retrieve(id).status().asString(), "status");
        try (HttpResponse content = client.videos().downloadContent(id)) {
            byte[] mp4 = content.body().readAllBytes();
            check(
                    mp4.length > 1000 && new String(mp4, 4, 4, StandardCharsets.US_ASCII).equals("ftyp"),
                    "the download is no MP4");
        }
        check(client.videos().list().data().stream().anyMatch(v -> v.id().equals(id)), "the list lacks the video");
        check(client.videos().delete(id).deleted(), "not deleted");
        equal(404, account.get("/v1/videos/" + id).status(), "status after delete");
    }

    private void creditsAddUp() throws Exception {
        Http account = platform.account("F2", 0);
        long before = account.available();
        JsonNode created = account.post(
                        "/v1/videos", Map.of("prompt", "a small red rocket rises at night", "seconds", 4))
                .json();
        long held = created.path("mutoscope").path("credits_held").asLong();
        JsonNode done = account.awaitClip(created.path("id").asText());
        long captured = done.path("mutoscope").path("credits_captured").asLong();
        check(captured > 0 && captured <= held, "captured " + captured + " of " + held);
        equal(before - captured, account.available(), "credits after");
    }

    private void outOfCredits() throws Exception {
        awaitModel();
        Http account = platform.account("F3", 0);
        List<String> jobs = new ArrayList<>();
        Http.Answer refused = null;
        while (refused == null && jobs.size() < 1000) {
            Http.Answer answer = account.post("/v1/videos", slow("x"));
            if (answer.status() == 200) {
                jobs.add(answer.body().path("id").asText());
            } else {
                refused = answer;
            }
        }
        check(refused != null, "1,000 jobs were taken for 300 credits");
        equal(429, refused.status(), "status");
        equal("insufficient_quota", refused.error(), "code");
        equal("false", refused.response().headers().firstValue("x-should-retry").orElse("absent"), "x-should-retry");
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(account.url + "/v1")
                .apiKey(account.key)
                .build();
        long begin = System.nanoTime();
        try {
            client.videos().create(VideoCreateParams.builder().prompt("x").build());
            throw new AssertionError("taken without credits");
        } catch (com.openai.errors.RateLimitException e) {
            check(
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) < 450,
                    "the client tried again: its first pause is 500 ms");
        }
        for (String id : jobs) {
            account.delete("/v1/videos/" + id).ok();
        }
        equal(300L, account.available(), "credits after all were cancelled");
    }

    private static Map<String, String> slow(String prompt) {
        return Map.of("model", "test-pattern", "prompt", prompt, "size", "128x128", "seconds", "4", "frame_ms", "500");
    }

    private void idempotency() throws Exception {
        awaitModel();
        Http account = platform.account("F4", 0);
        Map<String, String> body = Map.of("model", "test-pattern", "prompt", "once", "size", "128x128", "seconds", "1");
        String first = account.post("/v1/videos", body, "Idempotency-Key", "k1")
                .json()
                .path("id")
                .asText();
        String second = account.post("/v1/videos", body, "Idempotency-Key", "k1")
                .json()
                .path("id")
                .asText();
        equal(first, second, "job of the repeated request");
        Map<String, String> other =
                Map.of("model", "test-pattern", "prompt", "another", "size", "128x128", "seconds", "1");
        Http.Answer refused = account.post("/v1/videos", other, "Idempotency-Key", "k1");
        equal(400, refused.status(), "status");
        equal("idempotency_key_reused", refused.error(), "code");
        equal(1, account.get("/v1/videos").json().path("data").size(), "jobs");
    }

    private void awaitModel() throws Exception {
        awaitModel(platform);
    }

    static void awaitModel(Platform platform) throws Exception {
        Http admin = platform.admin();
        await(Duration.ofSeconds(60), "the model test-pattern is offered", () -> {
            try {
                return admin.get("/v1/models").json().toString().contains("test-pattern");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void swapBackend() throws Exception {
        awaitModel();
        Http account = platform.account("F5", 100_000);
        JsonNode first =
                account.awaitClip(account.pattern("one", Map.of()).path("id").asText());
        equal("pattern@1.0.0", first.path("mutoscope").path("backend").asText(), "backend");
        try (Clients clients = new Clients(
                8,
                (c, n) -> account.awaitClip(account.pattern(c + "/" + n, Map.of("frames", "2"))
                        .path("id")
                        .asText()))) {
            await(Duration.ofSeconds(60), "the clients have begun", () -> clients.done() >= 8);
            Path newer = platform.drop("pattern-2.0.0.jar");
            await(Duration.ofSeconds(60), "the newer version takes jobs", () -> takenBy(account, "pattern@2.0.0"));
            int before = clients.done();
            await(Duration.ofSeconds(60), "jobs go on", () -> clients.done() > before + 8);
            String slow = account.pattern("slow", Map.of("seconds", "4", "frame_ms", "100"))
                    .path("id")
                    .asText();
            await(Duration.ofSeconds(60), "the slow job runs", () -> running(account, slow));
            Files.delete(newer);
            JsonNode ended = account.awaitClip(slow);
            equal(
                    "pattern@1.0.0",
                    ended.path("mutoscope").path("backend").asText(),
                    "backend that finished the interrupted job");
            List<String> failures = clients.end();
            check(
                    failures.isEmpty(),
                    failures.size() + " of the clients' jobs failed: "
                            + failures.stream().limit(3).toList());
        }
    }

    private static boolean takenBy(Http account, String backend) {
        try {
            JsonNode video = account.awaitClip(
                    account.pattern("who", Map.of("frames", "2")).path("id").asText());
            return video.path("mutoscope").path("backend").asText().equals(backend);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean running(Http account, String id) {
        try {
            return account.get("/v1/videos/" + id).json().path("progress").asInt() > 0;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void swapBillingAndLicensing() throws Exception {
        awaitModel();
        Http account = platform.account("F6", 100_000);
        Path oldCoupon = platform.drop("coupon-1.0.0.jar");
        platform.drop("words-1.0.0.jar");
        awaitPlugins(2, "1.0.0");
        JsonNode lot = buy(account, "COUPON-first");
        equal(100L, lot.path("lot").path("granted").asLong(), "credits of the pack");
        long before = account.available();
        buy(account, "COUPON-first");
        equal(before, account.available(), "credits after the same coupon again");
        forbidden(account);
        try (Clients buyers = new Clients(4, (c, n) -> buy(account, "COUPON-" + c + "-" + n));
                Clients creators = new Clients(4, (c, n) -> forbidden(account))) {
            await(Duration.ofSeconds(60), "both have begun", () -> buyers.done() > 8 && creators.done() > 8);
            Path coupon = platform.drop("coupon-2.0.0.jar");
            Path words = platform.drop("words-2.0.0.jar");
            awaitPlugins(2, "2.0.0");
            goOn(buyers, creators);
            Files.delete(coupon);
            Files.delete(words);
            goOn(buyers, creators);
            List<String> failures = new ArrayList<>(buyers.end());
            failures.addAll(creators.end());
            check(
                    failures.isEmpty(),
                    failures.size() + " requests failed: "
                            + failures.stream().limit(3).toList());
            equal(before + 100L * buyers.done(), account.available(), "credits after " + buyers.done() + " coupons");
        }
        Files.delete(oldCoupon);
        await(Duration.ofSeconds(60), "the provider is gone", () -> providers(account)
                .isEmpty());
        equal(
                "provider_not_found",
                account.post("/api/v1/purchases", Map.of("provider", "coupon", "proof", "COUPON-late"))
                        .error(),
                "code without provider");
        Files.delete(platform.data.resolve("deploy/words-1.0.0.jar"));
    }

    private static void goOn(Clients buyers, Clients creators) throws InterruptedException {
        int bought = buyers.done();
        int made = creators.done();
        await(
                Duration.ofSeconds(60),
                "requests go on",
                () -> buyers.done() > bought + 20 && creators.done() > made + 20);
    }

    private static JsonNode buy(Http account, String coupon) throws Exception {
        return account.post("/api/v1/purchases", Map.of("provider", "coupon", "proof", coupon))
                .json();
    }

    private static String providers(Http account) {
        try {
            return account.get("/api/v1/billing/providers")
                    .body()
                    .toString()
                    .replaceAll("[^a-z]", "")
                    .replace("data", "")
                    .replace("providers", "")
                    .replace("objectlist", "");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void forbidden(Http account) throws Exception {
        Http.Answer refused = account.post(
                "/v1/videos",
                Map.of("model", "test-pattern", "prompt", "something forbidden", "size", "128x128", "seconds", "1"));
        equal("word_forbidden", refused.error(), "code of the policy");
        equal(403, refused.status(), "status of the policy");
    }

    private void awaitPlugins(int number, String version) throws Exception {
        Http admin = platform.admin();
        await(Duration.ofSeconds(60), number + " bundles of version " + version + " serve", () -> {
            try {
                int active = 0;
                for (JsonNode plugin : admin.get("/api/v1/admin/plugins").json().path("data")) {
                    boolean ours = plugin.path("name").asText().matches(".*(coupon|words)");
                    active += ours
                                    && plugin.path("version").asText().equals(version)
                                    && plugin.path("state").asText().equals("ACTIVE")
                                    && plugin.path("services").size() > 0
                            ? 1
                            : 0;
                }
                return active == number;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void brokenJar() throws Exception {
        Path deploy = Files.createDirectories(platform.data.resolve("deploy"));
        Files.write(deploy.resolve("broken.jar"), new byte[4096]);
        await(Duration.ofSeconds(30), "plugin info tells of the broken jar", () -> sentence()
                .contains("not a complete jar"));
        equal(1L, sentence().lines().count(), "lines of plugin info");
        equal(200, platform.admin().get("/health").status(), "health");
        Files.delete(deploy.resolve("broken.jar"));
    }

    private String sentence() {
        try {
            return new Cli(platform).run("plugin", "info", "broken.jar").out();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void killWorker() throws Exception {
        Http account = platform.account("F9", 0);
        String id = account.post("/v1/videos", Map.of("prompt", "a big star spins at night", "seconds", "12"))
                .json()
                .path("id")
                .asText();
        await(Duration.ofSeconds(60), "it renders", () -> running(account, id));
        List<ProcessHandle> workers = platform.workers();
        check(!workers.isEmpty(), "no worker process was found");
        workers.forEach(ProcessHandle::destroyForcibly);
        account.awaitClip(id);
        String story = account.get("/api/v1/jobs/" + id + "/explain").json().toString();
        check(story.contains("worker_died"), "job explain does not name the worker's death: " + story);
    }

    private void deleteRunning() throws Exception {
        Http account = platform.account("F10", 0);
        Http admin = platform.admin();
        String id = account.post("/v1/videos", Map.of("prompt", "a big star spins at night", "seconds", "12"))
                .json()
                .path("id")
                .asText();
        await(Duration.ofSeconds(60), "it renders", () -> running(account, id));
        check(account.credits().path("held").asLong() > 0, "nothing is held while it renders");
        account.delete("/v1/videos/" + id).ok();
        equal(0L, account.credits().path("held").asLong(), "held after delete");
        equal(300L, account.available(), "available after delete");
        await(Duration.ofSeconds(1), "the worker is idle", () -> {
            try {
                int running = 0;
                for (JsonNode backend :
                        admin.get("/api/v1/admin/backends").json().path("data")) {
                    running += backend.path("running").asInt();
                }
                return running == 0;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void fairness() throws Exception {
        awaitModel();
        Http many = platform.account("F11 many", 10_000);
        Http one = platform.account("F11 one", 0);
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            jobs.add(many.pattern("n" + i, Map.of("frames", "4", "frame_ms", "40"))
                    .path("id")
                    .asText());
        }
        one.awaitClip(one.pattern("alone", Map.of("frames", "2")).path("id").asText());
        int open = many.get("/v1/videos?limit=100").json().findValuesAsText("status").stream()
                .mapToInt(s -> s.equals("completed") ? 0 : 1)
                .sum();
        check(open > 50, "the other account's job came after " + (100 - open) + " of the 100");
        for (String id : jobs) {
            many.delete("/v1/videos/" + id).ok();
        }
    }

    private void backup() throws Exception {
        awaitModel();
        Http account = platform.account("F12", 0);
        String id = account.pattern("keep", Map.of()).path("id").asText();
        account.awaitClip(id);
        Path restored = Files.createTempDirectory("mutoscope-restored-").resolve("data");
        try (Clients clients =
                new Clients(2, (c, n) -> account.get("/v1/videos/" + id).ok())) {
            String path = new Cli(platform).json("backup").path("path").asText();
            check(clients.end().isEmpty(), "requests failed during the backup");
            Cli.Ran ran = new Cli(null).run("restore", path, "--into", restored.toString());
            equal(0, ran.exit(), "exit code of restore: " + ran.out());
        }
        try (Platform elsewhere = new Platform(restored, CONF).start()) {
            check(
                    new Cli(elsewhere).json("ledger", "verify").path("ok").asBoolean(),
                    "the restored ledger is not sound");
            Http there = new Http(elsewhere.url(), account.key);
            equal(account.available(), there.available(), "credits in the restored platform");
            equal(200, there.get("/v1/videos/" + id + "/content").status(), "the clip in the restored platform");
        }
    }

    private void killPlatform() throws Exception {
        awaitModel();
        Http account = platform.account("F8", 0);
        String id = account.pattern("survive", Map.of("seconds", "4", "frame_ms", "100"))
                .path("id")
                .asText();
        await(Duration.ofSeconds(60), "it renders", () -> running(account, id));
        platform.kill();
        platform.start();
        Http again = new Http(platform.url(), account.key);
        JsonNode ended = again.await(id);
        long captured = ended.path("mutoscope").path("credits_captured").asLong();
        check(captured <= 10, "charged more than once: " + captured);
        equal(
                300L - captured,
                again.available(),
                "credits after " + ended.path("status").asText());
        equal(0L, again.credits().path("held").asLong(), "held");
        check(new Cli(platform).json("ledger", "verify").path("ok").asBoolean(), "the ledger is not sound");
    }

    private void unknownKey() throws Exception {
        Platform wrong = new Platform(Map.of("org.mutoscope.jobs.cfg", "queue.bond = 10\n"));
        Process process = wrong.launch();
        check(process.waitFor(90, TimeUnit.SECONDS), "it started all the same");
        equal(78, process.exitValue(), "exit code");
        String said = wrong.tail();
        check(said.contains("queue.bond") && said.contains("queue.bound"), "no suggestion: " + said);
    }
}
