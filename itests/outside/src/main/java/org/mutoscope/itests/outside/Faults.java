package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;
import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What can go wrong at remote services, and whose books say what about it. */
final class Faults implements AutoCloseable {
    private static final int JOBS = Integer.getInteger("mutoscope.jobs", 50);
    private static final long SEED = Long.getLong("mutoscope.seed", System.nanoTime());
    private static final String RANDOM =
            "\"random\":{\"seed\":%d,\"permille\":150,\"routes\":[\"submit\",\"status\",\"content\",\"result\"],\"faults\":["
                    + "\"busy_later\",\"server_error\",\"error_after\",\"cut_before\",\"cut_after\",\"garbage\",\"fails\",\"filtered\",\"half\"]}";

    /** What is done to a service, and how the job may end. */
    private static final Map<String, List<String>> ENDS = new LinkedHashMap<>();
    /** The same, where a service without a list leaves the job in doubt until its time is over: all at once. */
    private static final Map<String, List<String>> DOUBTS = new LinkedHashMap<>();

    static {
        ENDS.put("{}", List.of("completed"));
        ENDS.put(fault("submit", "busy_later"), List.of("completed"));
        ENDS.put(fault("submit", "filtered"), List.of("moderation_blocked"));
        ENDS.put(fault("submit", "fails"), List.of("completed"));
        ENDS.put(fault("submit", "refused"), List.of("upstream_refused", "moderation_blocked"));
        ENDS.put(fault("status", "garbage"), List.of("completed"));
        ENDS.put(fault("content", "cut_after"), List.of("completed"));
        ENDS.put(fault("content", "slow"), List.of("completed"));
        ENDS.put(fault("content", "wrong_bytes"), List.of("completed", "output_unreadable"));
        DOUBTS.put(fault("submit", "cut_before"), List.of("completed", "upstream_lost"));
        DOUBTS.put(fault("submit", "error_after"), List.of("completed", "upstream_lost"));
        DOUBTS.put(fault("submit", "lost"), List.of("upstream_lost", "completed"));
    }

    private final Platform platform;
    private List<Staff> staff = List.of();
    private List<Staff> doubtful = List.of();

    Faults(Platform platform) {
        this.platform = platform;
    }

    private static String fault(String route, String name) {
        return "{\"faults\":[{\"route\":\"" + route + "\",\"fault\":\"" + name + "\",\"seconds\":1,\"millis\":20}]}";
    }

    /** One service with a job of its own kind. @param model name here @param seconds length that it makes */
    private record Staff(PaperService paper, String model, String seconds) {
        Map<String, Object> order(String prompt) {
            return new HashMap<>(Map.of("model", model, "prompt", prompt, "seconds", seconds, "size", "720x1280"));
        }
    }

    /** All of them, with nothing in their books. */
    private void hire() throws Exception {
        if (staff.isEmpty()) {
            staff = hired("");
        }
        staff.forEach(one -> one.paper.service.reset());
    }

    /** One of each. @param more behind their names */
    private List<Staff> hired(String more) throws Exception {
        String minute = "doubt.minutes = 1\n";
        return List.of(
                new Staff(
                        PaperService.sora(platform, "beta" + more, "faulty-sora" + more)
                                .hired(minute),
                        "faulty-sora" + more,
                        "4"),
                new Staff(PaperService.runway(platform, more).hired(minute), "gen4.5" + more, "4"),
                new Staff(PaperService.fal(platform, more).hired(minute), "pika" + more, "5"),
                new Staff(PaperService.veo(platform, more).hired(minute), "veo" + more, "4"),
                new Staff(PaperService.sglang(platform, more).hired(minute), "own-wan" + more, "4"));
    }

    @Override
    public void close() {
        staff.forEach(one -> one.paper.close());
        doubtful.forEach(one -> one.paper.close());
    }

    /** Each fault at each service; a job ends as the page for operators says, and no credit is lost. */
    void each() throws Exception {
        Http account = platform.account("R15", 100_000);
        long before = account.available();
        hire();
        doubtful = hired("-d"); // of their own, so that what they are asked meanwhile disturbs nobody
        List<Tried> all = new ArrayList<>();
        for (Map.Entry<String, List<String>> doubt : DOUBTS.entrySet()) {
            Map<Staff, Integer> asked = new HashMap<>();
            doubtful.forEach(one -> asked.put(one, one.paper.service.asked("submit")));
            all.addAll(order(account, doubtful, doubt));
            await(Duration.ofMinutes(2), "the services are asked", () -> doubtful.stream()
                    .allMatch(one -> one.paper.service.asked("submit") > asked.get(one)));
        }
        for (Map.Entry<String, List<String>> fault : ENDS.entrySet()) {
            List<Tried> round = order(account, staff, fault);
            for (Tried one : round) {
                one.end(account);
            }
            all.addAll(round);
        }
        for (Tried one : all.subList(0, DOUBTS.size() * doubtful.size())) {
            one.end(account);
        }
        List<String> wrong =
                all.stream().filter(Tried::wrong).map(Tried::toString).toList();
        check(wrong.isEmpty(), String.join("; ", wrong));
        equal(before - all.stream().mapToLong(one -> one.captured).sum(), account.available(), "credits");
    }

    private static List<Tried> order(Http account, List<Staff> staff, Map.Entry<String, List<String>> fault)
            throws Exception {
        List<Tried> tried = new ArrayList<>();
        for (Staff one : staff) {
            one.paper.script(fault.getKey());
            String id = account.post("/v1/videos", one.order("R15 " + fault.getKey()))
                    .json()
                    .path("id")
                    .asText();
            tried.add(new Tried(one.paper.name, fault, id));
        }
        return tried;
    }

    /** One fault at one service. */
    private static final class Tried {
        private final String service;
        private final Map.Entry<String, List<String>> fault;
        private final String job;
        private String end;
        private long captured;

        Tried(String service, Map.Entry<String, List<String>> fault, String job) {
            this.service = service;
            this.fault = fault;
            this.job = job;
        }

        void end(Http account) throws Exception {
            JsonNode video = account.await(job, Duration.ofMinutes(3));
            end = video.path("status").asText();
            end = end.equals("failed") ? video.path("error").path("code").asText() : end;
            captured = video.path("mutoscope").path("credits_captured").asLong();
        }

        boolean wrong() {
            return !fault.getValue().contains(end);
        }

        @Override
        public String toString() {
            return service + " with " + fault.getKey() + " ended " + end + " (" + job + ")";
        }
    }

    /** Credits and the money of the services, to the unit. */
    void books() throws Exception {
        Http account = platform.account("R16", 100_000);
        long before = account.available();
        hire();
        Http admin = platform.admin();
        Map<Staff, Long> earlier = new HashMap<>();
        for (Staff one : staff) {
            earlier.put(one, booked(admin, one.paper.name));
            one.paper.script("{" + RANDOM.formatted(SEED) + "}");
        }
        List<String> ids = new ArrayList<>();
        for (int n = 0; n < JOBS; n++) {
            ids.add(account.post("/v1/videos", staff.get(n % staff.size()).order("R16 " + n))
                    .json()
                    .path("id")
                    .asText());
        }
        long captured = 0;
        int completed = 0;
        for (String id : ids) {
            JsonNode video = account.await(id);
            captured += video.path("mutoscope").path("credits_captured").asLong();
            completed += video.path("status").asText().equals("completed") ? 1 : 0;
        }
        equal(before - captured, account.available(), "credits, seed " + SEED);
        for (Staff one : staff) {
            one.paper.service.finish();
            long charged = one.paper.service.charged();
            long booked = booked(admin, one.paper.name) - earlier.get(one);
            System.out.println("      " + one.paper.name + ": charged " + charged + ", booked " + booked + " micros");
            if (booked < charged) {
                one.paper.log().path("jobs").forEach(job -> System.out.println("      " + job));
            }
            check(booked >= charged, one.paper.name + " took " + charged + ", booked " + booked + ", seed " + SEED);
        }
        check(completed > JOBS / 3, completed + " of " + JOBS + " completed, seed " + SEED);
        platform.admin().post("/api/v1/admin/ledger/verify", Map.of()).ok();
    }

    /** What the platform's book says a backend has taken this month, and what it may still take. */
    private static long booked(Http admin, String backend) throws Exception {
        long sum = 0;
        for (JsonNode row : admin.get("/api/v1/upstream/report").json().path("data")) {
            if (row.path("backend").asText().equals(backend)) {
                sum += row.path("spent_micros").asLong()
                        + row.path("open_micros").asLong();
            }
        }
        return sum;
    }
}
