package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;
import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The promises of remote backends and of the complete Videos API. R1 to R12 are what users of peers ask for, each under its words. */
public final class RemoteAndApi {
    private static final String JOBS = "org.mutoscope.jobs.cfg";
    /** Short pauses, so that what is tried again is soon over. */
    private static final String BRISK =
            "retry.delay.milliseconds = 100\nin.doubt.retry.seconds = 1\naliases = sora-2=paper-sora|sprite-1, gen-2=gen4.5\n";

    private final Platform platform;
    private PaperService sora;

    private RemoteAndApi() throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put(JOBS, BRISK);
        settings.put("org.mutoscope.storage.jdbc.cfg", Platform.STORAGE);
        settings.put("org.mutoscope.events.cfg", "allow = 127.0.0.1\npoll.milliseconds = 100\n");
        platform = new Platform(settings);
    }

    /** Checks the promises named, or all. */
    public static void main(String[] names) throws Exception {
        Promises promises = new Promises(List.of(names));
        new RemoteAndApi().all(promises);
        System.exit(promises.end());
    }

    private void all(Promises promises) throws Exception {
        Sdks sdks = new Sdks(platform);
        if (promises.wants("R13")) {
            sdks.prepare();
        }
        try (PaperService hired = PaperService.sora(platform, "alpha", "paper-sora")) {
            sora = hired;
            platform.start();
            platform.drop("pattern-1.0.0.jar");
            sora.hired("");
            FirstClip.awaitModel(platform);
            promises.promise("R2", "a failed job gives back the whole hold, once", this::failed);
            promises.promise("R3", "missing seconds are priced as they are sent upstream", this::missingSeconds);
            promises.promise("R4", "settlement never exceeds the hold, no balance falls below zero", this::neverBelow);
            promises.promise("R5", "a service that is silent keeps the hold until it has spoken", this::inDoubt);
            promises.promise("R6", "DELETE of a running job stops the service, and settles by the rule", this::deleted);
            promises.promise("R8", "100 jobs of one account do not delay another's first", this::fair);
            promises.promise("R9", "a backend is set anew while its jobs run", this::changed);
            promises.promise("R11", "the price follows the seconds that came", this::shorter);
            promises.promise("R12", "an alias holds on every route", this::alias);
            Retries retries = new Retries(platform, sora);
            promises.promise("R10", "a client's retry charges once", retries::repeated);
            promises.promise("R14", "429, 5xx and lost answers: SDK retries charge once", retries::lostAnswers);
            try (Faults faults = new Faults(platform)) {
                Promises.beside(
                        () -> promises.promise("R13", "three SDKs run all routes", sdks::run),
                        () -> promises.promise(
                                "R15", "each adapter: what can go wrong ends as it should", faults::each));
                promises.promise("R16", "jobs over five adapters with random faults: all books agree", faults::books);
            }
            promises.promise("R17", "a budget of $1 is never exceeded", new Budget(platform)::run);
            promises.promise(
                    "R18", "a script becomes a narrated film at the price told before", new ThreeShots(platform)::run);
            promises.promise("R19", "an extension to 20 s plays as one clip", this::twentySeconds);
            promises.promise("R20", "webhooks reach no inside address", new Inside(platform)::run);
            promises.promise("R1", "kill -9 between hold and dispatch: the job is made once", this::killed);
            promises.promise("R7", "status and content are the same after the next start", this::nextStart);
        } finally {
            platform.close();
        }
    }

    static Map<String, Object> order(String prompt) {
        return new HashMap<>(Map.of("model", "paper-sora", "prompt", prompt, "seconds", "4", "size", "720x1280"));
    }

    private static String submit(Http account, Map<String, Object> body) throws Exception {
        return account.post("/v1/videos", body).json().path("id").asText();
    }

    private void failed() throws Exception {
        Http account = platform.account("R2", 0);
        long before = account.available();
        sora.script("{\"faults\":[{\"route\":\"submit\",\"fault\":\"fails\",\"times\":9}]}");
        JsonNode video = account.await(submit(account, order("it fails")));
        equal("failed", video.path("status").asText(), "status");
        equal(before, account.available(), "credits");
        sora.service.reset();
        JsonNode filtered = filtered(account);
        equal("moderation_blocked", filtered.path("error").path("code").asText(), "code");
        equal(before, account.available(), "credits after a refusal");
        equal(0L, account.credits().path("held").asLong(), "held");
    }

    private JsonNode filtered(Http account) throws Exception {
        sora.script("{\"faults\":[{\"route\":\"submit\",\"fault\":\"filtered\"}]}");
        JsonNode video = account.await(submit(account, order("it is filtered")));
        sora.service.reset();
        return video;
    }

    private void missingSeconds() throws Exception {
        Http account = platform.account("R3", 0);
        sora.service.reset();
        JsonNode created = account.post("/v1/videos", Map.of("model", "paper-sora", "prompt", "no length"))
                .json();
        JsonNode done = account.awaitClip(created.path("id").asText());
        String sent = sora.asked("submit").get(0).toString();
        String seconds = created.path("seconds").asText();
        check(sent.contains("\"seconds\":\"" + seconds + "\""), "upstream was sent " + sent + " for " + seconds + " s");
        long credits = account.post(
                        "/api/v1/quote",
                        Map.of(
                                "model",
                                "paper-sora",
                                "seconds",
                                seconds,
                                "size",
                                created.path("size").asText(),
                                "prompt",
                                "x"))
                .json()
                .path("credits")
                .asLong();
        equal(credits, done.path("mutoscope").path("credits_captured").asLong(), "captured");
    }

    private void neverBelow() throws Exception {
        Http account = platform.account("R4", 0);
        sora.service.reset();
        List<String> ids = new ArrayList<>();
        int refused = 0;
        for (int n = 0; n < 64; n++) {
            Http.Answer answer = account.post("/v1/videos", order("many " + n));
            if (answer.status() == 200) {
                ids.add(answer.body().path("id").asText());
            } else {
                equal("insufficient_quota", answer.error(), "code");
                refused++;
            }
        }
        check(refused > 0 && !ids.isEmpty(), ids.size() + " taken, " + refused + " refused");
        for (String id : ids) {
            JsonNode money = account.awaitClip(id).path("mutoscope");
            check(
                    money.path("credits_captured").asLong()
                            <= money.path("credits_held").asLong(),
                    "captured more than held: " + money);
        }
        check(
                account.available() >= 0 && account.credits().path("held").asLong() == 0,
                account.credits().toString());
    }

    private void inDoubt() throws Exception {
        Http account = platform.account("R5", 0);
        sora.service.reset();
        long before = account.available();
        sora.script("{\"faults\":[{\"route\":\"submit\",\"fault\":\"hang_after\",\"millis\":8000},"
                + "{\"route\":\"list\",\"fault\":\"server_error\",\"times\":2}]}");
        String id = submit(account, order("who knows"));
        await(Duration.ofSeconds(60), "the job is in doubt", () -> state(account, id)
                .equals("in_doubt"));
        check(account.available() < before, "the hold was given back while nobody knows");
        JsonNode done = account.awaitClip(id);
        equal(1, sora.service.begun(), "jobs at the service");
        check(done.path("mutoscope").path("credits_captured").asLong() > 0, "not captured");
    }

    private static String state(Http account, String id) {
        try {
            return account.get("/api/v1/jobs/" + id).json().path("state").asText();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void deleted() throws Exception {
        Http account = platform.account("R6", 0);
        sora.service.reset();
        long before = account.available();
        sora.script("{\"pace\":{\"millis\":60000}}");
        String id = submit(account, order("for ever"));
        await(Duration.ofSeconds(60), "it runs at the service", () -> sora.service.begun() == 1);
        account.delete("/v1/videos/" + id).ok();
        await(Duration.ofSeconds(60), "the service is told to stop", () -> sora.service.asked("cancel") > 0);
        await(Duration.ofSeconds(60), "the hold is given back", () -> {
            try {
                return account.available() == before;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        equal(404, account.get("/v1/videos/" + id).status(), "status after delete");
    }

    private void fair() throws Exception {
        Http many = platform.account("R8 many", 10_000);
        Http one = platform.account("R8 one", 0);
        sora.service.reset();
        sora.script("{\"pace\":{\"millis\":1500}}");
        List<String> crowd = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
            crowd.add(submit(many, order("crowd " + n)));
        }
        String id = submit(one, order("alone"));
        one.awaitClip(id);
        long ended = crowd.stream()
                .filter(other -> state(many, other).equals("completed"))
                .count();
        check(ended < 60, ended + " of the crowd were made before");
        for (String other : crowd) {
            many.delete("/v1/videos/" + other).ok();
        }
        sora.service.reset();
    }

    private void changed() throws Exception {
        Http account = platform.account("R9", 1_000);
        sora.service.reset();
        sora.script("{\"pace\":{\"millis\":3000}}");
        List<String> ids = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            ids.add(submit(account, order("before " + n)));
        }
        await(Duration.ofSeconds(60), "they run", () -> sora.service.begun() == 4);
        sora.hired("deadline.minutes = 30\n");
        ids.add(submit(account, order("after")));
        for (String id : ids) {
            account.awaitClip(id);
        }
        equal(5, sora.service.begun(), "jobs at the service");
    }

    private void shorter() throws Exception {
        Http account = platform.account("R11", 1_000);
        sora.service.reset();
        Map<String, Object> eight = order("half of it");
        eight.put("seconds", "8");
        sora.script("{\"faults\":[{\"route\":\"submit\",\"fault\":\"shorter\"}]}");
        JsonNode money = account.awaitClip(submit(account, eight)).path("mutoscope");
        check(
                money.path("credits_captured").asLong() * 2
                        == money.path("credits_held").asLong(),
                "4 of 8 seconds came: " + money);
        Map<String, Object> wide = order("as ordered");
        wide.put("seconds", "8");
        JsonNode whole = account.awaitClip(submit(account, wide)).path("mutoscope");
        equal(
                whole.path("credits_held").asLong(),
                whole.path("credits_captured").asLong(),
                "captured of 8 seconds");
    }

    private void alias() throws Exception {
        Http account = platform.account("R12", 10_000);
        sora.service.reset();
        String first = submit(account, Map.of("model", "sora-2", "prompt", "one", "seconds", "4", "size", "720x1280"));
        equal(
                "paper-sora",
                account.awaitClip(first).path("mutoscope").path("model").asText(),
                "model of create");
        for (Map.Entry<String, Map<String, Object>> route : Map.<String, Map<String, Object>>of(
                        "/v1/videos/" + first + "/remix",
                        Map.of("prompt", "x", "model", "sora-2"),
                        "/v1/videos/edits",
                        Map.of("prompt", "x", "model", "sora-2", "video", Map.of("id", first)),
                        "/v1/videos/extensions",
                        Map.of("prompt", "x", "model", "sora-2", "seconds", "4", "video", Map.of("id", first)))
                .entrySet()) {
            JsonNode video = account.post(route.getKey(), route.getValue()).json();
            JsonNode done = account.awaitClip(video.path("id").asText());
            equal("paper-sora", done.path("mutoscope").path("model").asText(), "model of " + route.getKey());
            equal("sora-2", done.path("model").asText(), "name on " + route.getKey());
        }
        check(account.get("/v1/models/sora-2").status() == 200, "GET /v1/models/sora-2");
        equal(
                "paper-sora",
                account.post(
                                "/api/v1/quote",
                                Map.of("model", "sora-2", "seconds", "4", "size", "720x1280", "prompt", "x"))
                        .json()
                        .path("model")
                        .asText(),
                "model of the quote");
    }

    private void twentySeconds() throws Exception {
        Http account = platform.account("R19", 10_000);
        sora.service.reset();
        Map<String, Object> twelve = order("it begins");
        twelve.put("seconds", "12");
        String first = submit(account, twelve);
        account.awaitClip(first);
        JsonNode longer = account.post(
                        "/v1/videos/extensions",
                        Map.of("prompt", "it goes on", "seconds", "8", "video", Map.of("id", first)))
                .json();
        JsonNode done = account.awaitClip(longer.path("id").asText());
        equal("20", done.path("seconds").asText(), "seconds");
        long milliseconds = account.get("/api/v1/jobs/" + done.path("id").asText())
                .json()
                .path("facts")
                .path("milliseconds")
                .asLong();
        check(Math.abs(milliseconds - 20_000) <= 250, "it plays " + milliseconds + " ms");
    }

    private void killed() throws Exception {
        Http account = platform.account("R1", 0);
        sora.service.reset();
        platform.configure(JOBS, BRISK + "dispatch.paused = true\n");
        while (dispatched(account)) {
            sora.service.reset();
        }
        long before = account.available();
        String id = submit(account, order("once"));
        platform.kill();
        platform.configure(JOBS, BRISK);
        platform.start();
        Http same = new Http(platform.url(), account.key);
        JsonNode done = same.awaitClip(id);
        equal(1, sora.service.begun(), "jobs at the service");
        equal(before - done.path("mutoscope").path("credits_captured").asLong(), same.available(), "credits");
    }

    /** Whether jobs still begin: a changed file is read within a second or two. */
    private boolean dispatched(Http account) throws Exception {
        String probe = submit(account, order("probe"));
        Thread.sleep(1_000); // nothing tells that nothing will happen
        boolean begun = sora.service.begun() > 0;
        account.delete("/v1/videos/" + probe).ok();
        return begun;
    }

    private void nextStart() throws Exception {
        Http account = platform.account("R7", 0);
        sora.service.reset();
        String id = submit(account, order("stays"));
        account.awaitClip(id);
        String status = account.get("/v1/videos/" + id).response().body();
        int length =
                account.get("/v1/videos/" + id + "/content").response().body().length();
        platform.close();
        platform.start();
        Http same = new Http(platform.url(), account.key);
        equal(status, same.get("/v1/videos/" + id).response().body(), "status after the start");
        equal(
                length,
                same.get("/v1/videos/" + id + "/content").response().body().length(),
                "content");
    }
}
