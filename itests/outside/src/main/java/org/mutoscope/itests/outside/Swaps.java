package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Jobs under 8 clients while a backend, a billing and a licensing bundle are exchanged over and over: the newer version is dropped beside the older, the
 * older is deleted, dropped again beside the newer, and the newer is deleted. Prints what failed, what was lost or charged wrongly, and how long a dropped
 * backend took to get its first job. Argument: number of jobs.
 */
public final class Swaps {
    private static final int CLIENTS = 8;
    private static final int PACK = 100;
    private static final List<String> PARTS = List.of("pattern", "coupon", "words");
    private static final String NEWER = "pattern@2.0.0";
    private static final Map<String, String> CONF = Map.of(
            "org.mutoscope.pipeline.cfg",
            "profile = raw\n",
            "org.mutoscope.billing.cfg",
            "products = test.pack100:" + PACK + "\n",
            "org.mutoscope.rest.cfg",
            "requests.per.minute = 0\n");

    private final int jobs;
    private final List<Books> books = new ArrayList<>();
    private final AtomicInteger clips = new AtomicInteger();
    private final Queue<String> onNewer = new ConcurrentLinkedQueue<>();
    private final Queue<String> wrongCharges = new ConcurrentLinkedQueue<>();
    private final List<Long> waits = new ArrayList<>();
    private Platform platform;
    private Http admin;

    private Swaps(int jobs) {
        this.jobs = jobs;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        System.exit(new Swaps(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        platform = new Platform(CONF);
        platform.drop("codec-1.0.0.jar");
        drop("1.0.0");
        try (Platform running = platform.start()) {
            admin = running.admin();
            awaitServing("1.0.0");
            for (int i = 0; i < CLIENTS; i++) {
                books.add(new Books(running.account("client " + i, 10L * jobs)));
            }
            Instant begin = Instant.now();
            List<String> failures = exchange();
            return report(failures, Duration.between(begin, Instant.now()));
        }
    }

    private List<String> exchange() throws Exception {
        try (Clients clients = new Clients(CLIENTS, this::act)) {
            goOn();
            while (clips.get() < jobs) {
                cycle();
            }
            return clients.end();
        }
    }

    private void act(int client, int number) throws Exception {
        Http account = new Http(platform.url(), books.get(client).key);
        switch (number % 5) {
            case 3 -> {
                String proof = "COUPON-" + client + "-" + number;
                account.post("/api/v1/purchases", Map.of("provider", "coupon", "proof", proof))
                        .ok();
                books.get(client).bought(PACK);
            }
            case 4 -> {
                Http.Answer refused = account.post("/v1/videos", order("something forbidden"));
                Promises.equal("word_forbidden", refused.error(), "code of the policy");
            }
            default -> {
                JsonNode order =
                        account.post("/v1/videos", order(client + "/" + number)).json();
                JsonNode video = account.awaitClip(order.path("id").asText());
                String wrong = books.get(client).clip(video);
                if (wrong != null) {
                    wrongCharges.add(wrong);
                }
                if (video.path("mutoscope").path("backend").asText().equals(NEWER)) {
                    onNewer.add(video.path("id").asText());
                }
                clips.incrementAndGet();
            }
        }
    }

    private static Map<String, String> order(String prompt) {
        return Map.of("model", "test-pattern", "prompt", prompt, "size", "128x128", "seconds", "1", "frames", "1");
    }

    private void cycle() throws Exception {
        onNewer.clear();
        List<Path> newer = drop("2.0.0");
        Instant whole = Files.getLastModifiedTime(newer.get(0)).toInstant();
        await(Duration.ofSeconds(60), "the newer backend gets jobs", () -> onNewer.size() >= CLIENTS);
        waits.add(firstBegun().toEpochMilli() - whole.toEpochMilli());
        awaitServing("2.0.0");
        delete("1.0.0");
        goOn();
        drop("1.0.0");
        awaitServing("1.0.0");
        goOn();
        delete("2.0.0");
        goOn();
    }

    /** When the first job on the newer backend began. */
    private Instant firstBegun() throws Exception {
        Instant first = Instant.MAX;
        for (String id : onNewer) {
            JsonNode job = admin.get("/api/v1/jobs/" + id).json();
            Instant begun = Instant.parse(job.path("started_at").asText());
            first = begun.isBefore(first) ? begun : first;
        }
        return first;
    }

    private List<Path> drop(String version) throws Exception {
        List<Path> files = new ArrayList<>();
        for (String part : PARTS) {
            files.add(platform.drop(part + "-" + version + ".jar"));
        }
        return files;
    }

    private void delete(String version) throws Exception {
        for (String part : PARTS) {
            Files.delete(platform.data.resolve("deploy/" + part + "-" + version + ".jar"));
        }
        await(Duration.ofSeconds(60), version + " is gone", () -> serving(version) == 0);
    }

    private void awaitServing(String version) throws Exception {
        await(Duration.ofSeconds(60), version + " serves", () -> serving(version) == PARTS.size());
    }

    private int serving(String version) {
        try {
            int serving = 0;
            for (JsonNode plugin : admin.get("/api/v1/admin/plugins").json().path("data")) {
                boolean ours = PARTS.stream().anyMatch(plugin.path("name").asText()::endsWith);
                boolean same = plugin.path("version").asText().equals(version);
                serving += ours && same && plugin.path("services").size() > 0 ? 1 : 0;
            }
            return serving;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every client has, on average, seen two more clips. */
    private void goOn() throws Exception {
        int before = clips.get();
        await(Duration.ofSeconds(60), "jobs go on", () -> clips.get() >= before + 2 * CLIENTS);
    }

    private boolean report(List<String> failures, Duration took) throws Exception {
        List<String> lost = new ArrayList<>();
        List<String> wrong = new ArrayList<>(wrongCharges);
        for (Books account : books) {
            lost.addAll(account.lostOrRepeated(platform.url()));
            wrong.addAll(account.wrongSums(platform.url()));
        }
        boolean sound = new Cli(platform).json("ledger", "verify").path("ok").asBoolean();
        System.out.printf(
                "%d jobs in %d s under %d clients, %d times both ways: %d failed requests, %d lost or repeated jobs, %d wrong charges, ledger %s%n",
                clips.get(),
                took.toSeconds(),
                CLIENTS,
                waits.size(),
                failures.size(),
                lost.size(),
                wrong.size(),
                sound ? "sound" : "NOT SOUND");
        waits.sort(null);
        System.out.printf(
                "file complete in deploy/ to first job dispatched to it, %d drops: median %d ms, worst %d ms%n",
                waits.size(), waits.get(waits.size() / 2), waits.get(waits.size() - 1));
        failures.stream().limit(5).forEach(System.out::println);
        lost.stream().limit(5).forEach(System.out::println);
        wrong.stream().limit(5).forEach(System.out::println);
        return failures.isEmpty() && lost.isEmpty() && wrong.isEmpty() && sound;
    }
}
