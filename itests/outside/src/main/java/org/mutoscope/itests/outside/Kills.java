package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Kills of the whole platform while clients order clips, and of a worker while it renders. Clients keep to one Idempotency-Key until an order is acknowledged. In the
 * end each acknowledged order is one clip, charged once. Arguments: {@code platform} or {@code worker}, how often, a seed.
 */
public final class Kills {
    private static final int CLIENTS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final int kills;
    private final Random random;
    private final List<Books> books = new ArrayList<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private Platform platform;
    private volatile String url;

    private Kills(int kills, long seed) {
        this.kills = kills;
        this.random = new Random(seed);
    }

    /** Runs them. */
    public static void main(String[] arguments) throws Exception {
        int kills = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : System.nanoTime();
        System.out.println(kills + " kills of a " + arguments[0] + ", seed " + seed);
        Kills run = new Kills(kills, seed);
        boolean sound = arguments[0].equals("worker") ? run.ofWorker() : run.ofPlatform();
        System.exit(sound ? 0 : 1);
    }

    private boolean ofPlatform() throws Exception {
        platform = new Platform(Map.of(
                "org.mutoscope.pipeline.cfg", "profile = raw\n",
                "org.mutoscope.rest.cfg", "requests.per.minute = 0\n",
                "org.mutoscope.jobs.cfg", "recoveries = 100\n",
                "org.mutoscope.storage.jdbc.cfg", Platform.STORAGE));
        platform.drop("codec-1.0.0.jar");
        platform.drop("pattern-1.0.0.jar");
        try (Platform running = platform.start()) {
            FirstClip.awaitModel(running);
            open(CLIENTS);
            try (Clients clients = new Clients(CLIENTS, this::order)) {
                for (int n = 0; n < kills; n++) {
                    TimeUnit.MILLISECONDS.sleep(300 + random.nextInt(2000)); // the moment of the kill
                    running.kill();
                    url = running.start().url();
                }
                wrong.addAll(clients.end());
            }
            return report();
        }
    }

    private boolean ofWorker() throws Exception {
        platform = new Platform(Map.of("org.mutoscope.storage.jdbc.cfg", Platform.STORAGE));
        try (Platform running = platform.start()) {
            open(1);
            Http account = new Http(url, books.get(0).key);
            for (int n = 0; n < kills; n++) {
                String id = account.post("/v1/videos", Map.of("prompt", "a big star spins at night", "seconds", "4"))
                        .json()
                        .path("id")
                        .asText();
                int progress = 1 + random.nextInt(60);
                await(Duration.ofSeconds(90), id + " renders", () -> progress(account, id) >= progress);
                running.workers().forEach(ProcessHandle::destroyForcibly);
                note(0, account.awaitClip(id));
            }
            return report();
        }
    }

    private static int progress(Http account, String id) {
        try {
            return account.get("/v1/videos/" + id).json().path("progress").asInt();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void open(int accounts) throws Exception {
        url = platform.url();
        for (int i = 0; i < accounts; i++) {
            books.add(new Books(platform.account("client " + i, 1_000_000)));
        }
    }

    /** One clip, through whatever happens to the platform meanwhile. */
    private void order(int client, int number) throws Exception {
        Map<String, String> body = Map.of(
                "model",
                "test-pattern",
                "prompt",
                client + "/" + number,
                "size",
                "128x128",
                "seconds",
                "1",
                "frames",
                "2",
                "frame_ms",
                "20");
        String[] key = {"Idempotency-Key", "k" + client + "-" + number};
        JsonNode order = persist(client, account -> account.post("/v1/videos", body, key));
        String id = order.path("id").asText();
        JsonNode video = order;
        while (!video.path("status").asText().matches("completed|failed")) {
            TimeUnit.MILLISECONDS.sleep(20);
            video = persist(client, account -> account.get("/v1/videos/" + id));
        }
        note(client, video);
    }

    /** Asks until the platform answers, at most for {@link #PATIENCE}. */
    private JsonNode persist(int client, Ask ask) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                Http.Answer answer = ask.of(new Http(url, books.get(client).key));
                if (answer.status() != 503) {
                    return answer.json();
                }
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private void note(int client, JsonNode video) {
        if (!video.path("status").asText().equals("completed")) {
            wrong.add("not made: " + video);
        }
        String charge = books.get(client).clip(video);
        if (charge != null) {
            wrong.add(charge);
        }
    }

    private boolean report() throws Exception {
        int clips = 0;
        for (Books account : books) {
            clips += account.clips();
            wrong.addAll(account.lostOrRepeated(platform.url()));
            wrong.addAll(account.wrongSums(platform.url()));
        }
        boolean sound = new Cli(platform).json("ledger", "verify").path("ok").asBoolean();
        System.out.printf(
                "%d kills, %d clips: %d lost, repeated or wrongly charged, ledger %s%n",
                kills, clips, wrong.size(), sound ? "sound" : "NOT SOUND");
        wrong.stream().limit(5).forEach(System.out::println);
        return wrong.isEmpty() && sound && clips >= kills;
    }

    private interface Ask {
        Http.Answer of(Http account) throws Exception;
    }
}
