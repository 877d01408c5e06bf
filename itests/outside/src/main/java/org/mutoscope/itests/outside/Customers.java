package org.mutoscope.itests.outside;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients who, over and over, order clips, redeem coupons and are refused a forbidden word, and keep books about it. What they use comes from the test
 * bundles {@code pattern}, {@code coupon} and {@code words}, which are exchanged meanwhile.
 */
final class Customers implements AutoCloseable {
    /** What must stand in the configuration of their platform. */
    static final String PRODUCTS = "products = test.pack100:100\n";

    private static final int PACK = 100;

    private final Platform platform;
    private final List<Books> books = new ArrayList<>();
    private final AtomicInteger made = new AtomicInteger();
    private final Queue<Clip> clips = new ConcurrentLinkedQueue<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private Clients clients = new Clients(0, (client, number) -> {});

    /** @param credits that each begins with */
    Customers(Platform platform, int number, long credits) throws Exception {
        this.platform = platform;
        for (int i = 0; i < number; i++) {
            books.add(new Books(platform.account("client " + i, credits)));
        }
    }

    /** A clip that was made. @param backend id and version of who made it */
    record Clip(String id, String backend) {}

    /** They begin. */
    void begin() {
        clients = new Clients(books.size(), this::act);
    }

    int number() {
        return books.size();
    }

    /** How many clips there are. */
    int made() {
        return made.get();
    }

    /** The clips since this was asked last. */
    List<Clip> fresh() {
        List<Clip> all = new ArrayList<>();
        for (Clip clip = clips.poll(); clip != null; clip = clips.poll()) {
            all.add(clip);
        }
        return all;
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
                Http.Answer refused = account.post("/v1/videos", order("something forbidden", 0));
                Promises.equal("word_forbidden", refused.error(), "code of the policy");
            }
            default -> clip(client, account, number % 5 == 2 ? 50 : 0);
        }
    }

    private void clip(int client, Http account, int frameMilliseconds) throws Exception {
        JsonNode order = account.post("/v1/videos", order("client " + client, frameMilliseconds))
                .json();
        JsonNode video = account.awaitClip(order.path("id").asText());
        String fault = books.get(client).clip(video);
        if (fault != null) {
            wrong.add(fault);
        }
        clips.add(new Clip(
                video.path("id").asText(),
                video.path("mutoscope").path("backend").asText()));
        made.incrementAndGet();
    }

    /** One frame, or a few that take their time, so that work is under way when its backend goes. */
    private static Map<String, String> order(String prompt, int frameMilliseconds) {
        return Map.of(
                "model",
                "test-pattern",
                "prompt",
                prompt,
                "size",
                "128x128",
                "seconds",
                "1",
                "frames",
                frameMilliseconds == 0 ? "1" : "6",
                "frame_ms",
                String.valueOf(frameMilliseconds));
    }

    /** Stops them and compares their books with the platform's. */
    Verdict end() throws Exception {
        List<String> failures = clients.end();
        List<String> lost = new ArrayList<>();
        List<String> charges = new ArrayList<>(wrong);
        for (Books account : books) {
            lost.addAll(account.lostOrRepeated(platform.url()));
            charges.addAll(account.wrongSums(platform.url()));
            charges.addAll(account.wrongPostings(platform.url()));
        }
        boolean sound = new Cli(platform).json("ledger", "verify").path("ok").asBoolean();
        return new Verdict(made.get(), failures, lost, charges, sound);
    }

    /** They stop soon, whatever came of it. */
    @Override
    public void close() {
        clients.close();
    }

    /** What came of it. @param sound whether the ledger says so of itself */
    record Verdict(int clips, List<String> failures, List<String> lost, List<String> wrong, boolean sound) {
        boolean good() {
            return failures.isEmpty() && lost.isEmpty() && wrong.isEmpty() && sound;
        }

        /** In one line, with the first of each kind of fault. */
        @Override
        public String toString() {
            return String.format(
                    "%d jobs: %d failed requests, %d lost or repeated jobs, %d wrong charges, ledger %s%s",
                    clips,
                    failures.size(),
                    lost.size(),
                    wrong.size(),
                    sound ? "sound" : "NOT SOUND",
                    good() ? "" : "; " + first(failures) + first(lost) + first(wrong));
        }

        private static String first(List<String> faults) {
            return faults.stream().limit(3).toList().toString();
        }
    }
}
