package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What goes wrong around the platform: too many jobs, a port that is taken, a database that is damaged, a disk that is full. */
final class BadPlaces {
    private static final int CLIENTS = 16;
    private static final int PORT_TAKEN = 69;
    private static final int STORAGE = 74;
    /** Reserves that leave some room on a disk of 400 MB. */
    private static final Map<String, String> SMALL = Map.of(
            "org.mutoscope.pipeline.cfg", "free.mebibytes = 64\n",
            "org.mutoscope.assets.fs.cfg", "reserve.megabytes = 10\n");

    /** A tenth here; whole with {@code -Dmutoscope.jobs=10000}. */
    int count() {
        return Integer.getInteger("mutoscope.jobs", 1000);
    }

    void fullQueue() throws Exception {
        int bound = count() + 1;
        String jobs = "dispatch.paused = true\nqueue.bound = " + bound + "\n";
        Map<String, String> conf =
                Map.of("org.mutoscope.jobs.cfg", jobs, "org.mutoscope.rest.cfg", "requests.per.minute = 0\n");
        try (Platform platform = new Platform(conf).start()) {
            platform.drop("pattern-1.0.0.jar");
            FirstClip.awaitModel(platform);
            Http many = platform.account("many", 4L * bound);
            submit(many, count());
            equal(3L * count(), many.credits().path("held").asLong(), "credits held");
            Http other = platform.account("other", 0);
            String id = other.pattern("room for one", Map.of()).path("id").asText();
            Http.Answer full = other.post(
                    "/v1/videos", Map.of("prompt", "a", "model", "test-pattern", "size", "128x128", "seconds", "1"));
            equal(429, full.status(), "status");
            equal("queue_full", full.error(), "code");
            equal(3L, other.credits().path("held").asLong(), "credits held by the other account");
            pages(many);
            platform.kill();
            platform.start();
            Http again = new Http(platform.url(), other.key);
            equal("queued", again.get("/v1/videos/" + id).json().path("status").asText(), "status after kill -9");
            again.delete("/v1/videos/" + id).ok();
            again.pattern("the place came free", Map.of());
        }
    }

    private static void submit(Http account, int count) throws Exception {
        AtomicInteger left = new AtomicInteger(count);
        AtomicInteger bad = new AtomicInteger();
        Thread[] clients = new Thread[CLIENTS];
        for (int i = 0; i < CLIENTS; i++) {
            clients[i] = new Thread(() -> {
                try {
                    for (int n = left.getAndDecrement(); n > 0; n = left.getAndDecrement()) {
                        account.pattern("n" + n, Map.of());
                    }
                } catch (Exception | AssertionError e) {
                    bad.incrementAndGet();
                }
            });
            clients[i].start();
        }
        for (Thread client : clients) {
            client.join();
        }
        equal(0, bad.get(), "clients that were refused");
    }

    private void pages(Http account) throws Exception {
        int seen = 0;
        String after = "";
        for (boolean more = true; more; ) {
            JsonNode page = account.get("/v1/videos?limit=100" + after).json();
            seen += page.path("data").size();
            after = "&after=" + page.path("last_id").asText();
            more = page.path("has_more").asBoolean();
        }
        equal(count(), seen, "jobs on all pages");
    }

    void portTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Platform platform = new Platform(Map.of());
            Process process = platform.launch(taken.getLocalPort());
            check(process.waitFor(90, TimeUnit.SECONDS), "it started all the same");
            equal(PORT_TAKEN, process.exitValue(), "exit code");
            check(
                    platform.tail().contains(String.valueOf(taken.getLocalPort())),
                    "it does not say which: " + platform.tail());
        }
    }

    void corruptDatabase() throws Exception {
        Path data;
        try (Platform platform = new Platform(Map.of()).start()) {
            data = platform.data;
        }
        Path file = data.resolve("db/mutoscope.mv.db");
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.write(new byte[8192]);
            bytes.setLength(12_288);
        }
        Platform broken = new Platform(data, Map.of());
        Process process = broken.launch();
        check(process.waitFor(90, TimeUnit.SECONDS), "it started all the same");
        equal(STORAGE, process.exitValue(), "exit code; it said " + broken.tail());
        String said = Files.readString(broken.log().toPath());
        check(said.contains("restore"), "it does not say how to restore: " + said);
    }

    /** On a file system of its own, which only root can make. */
    void fullDisk() throws Exception {
        Path small = Files.createTempDirectory("mutoscope-small-");
        if (run("mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", small.toString()) != 0) {
            System.out.println("     SKIPPED I13: no small file system can be mounted here (needs root)");
            check(System.getenv("CI") == null, "CI must be able to mount one");
            return;
        }
        try (Platform platform = new Platform(Files.createDirectory(small.resolve("data")), SMALL).start()) {
            platform.drop("pattern-1.0.0.jar");
            FirstClip.awaitModel(platform);
            Http account = platform.account("full disk", 0);
            account.awaitClip(
                    account.pattern("while there is room", Map.of()).path("id").asText());
            long before = account.available();
            fill(small.resolve("filler"));
            Promises.await(java.time.Duration.ofSeconds(60), "creates are refused", () -> refusal(account)
                    .equals("disk_full"));
            equal(before, account.available() + account.credits().path("held").asLong(), "credits, none of them spent");
            equal(200, account.get("/v1/videos").status(), "reading goes on");
            Files.delete(small.resolve("filler"));
            Promises.await(java.time.Duration.ofSeconds(60), "creates are taken again", () -> refusal(account)
                    .isEmpty());
        } finally {
            run("umount", "-l", small.toString());
        }
    }

    private static void fill(Path filler) throws Exception {
        byte[] zeros = new byte[1 << 20];
        try (var out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(zeros);
            }
        } catch (java.io.IOException e) {
            check(Files.size(filler) > zeros.length, "the file system was full before");
        }
    }

    private static String refusal(Http account) {
        try {
            Http.Answer answer = account.post(
                    "/v1/videos", Map.of("prompt", "a", "model", "test-pattern", "size", "128x128", "seconds", "1"));
            return answer.status() == 200 ? "" : answer.error();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
