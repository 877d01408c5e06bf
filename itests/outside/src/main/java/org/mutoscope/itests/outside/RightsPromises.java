package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;
import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The promises G1 to G11 and G13: what is registered is used as its holder allows. Arguments name those to check; without, all. */
public final class RightsPromises {
    private static final Map<String, String> CONF = Map.of(
            "org.mutoscope.pipeline.cfg",
            "profile = raw\n",
            "org.mutoscope.rest.cfg",
            "requests.per.minute = 0\n",
            "org.mutoscope.jobs.cfg",
            "waiting.retry.seconds = 1\n");
    private static final String RIGHTS = "/api/v1/rights/";
    private static final String CHANGES = "/api/v1/admin/plugin-changes";
    private static final int CLIENTS = 4;
    private static final int ROUNDS = 5;
    private static final int AT_ONCE = 64;
    private static final int COUNT = 5;
    private static final Duration LONG = Duration.ofSeconds(90);
    /** What the kill switch promises. */
    private static final Duration KILLED = Duration.ofSeconds(60);

    private final Promises promises;
    private Platform platform;
    private Http admin;
    private Http holder;

    private RightsPromises(Promises promises) {
        this.promises = promises;
    }

    /** Runs them. */
    public static void main(String[] arguments) throws Exception {
        Promises promises = new Promises(List.of(arguments));
        new RightsPromises(promises).run();
        System.exit(promises.end());
    }

    private void run() throws Exception {
        Map<String, String> settings = new HashMap<>(CONF);
        settings.putAll(MoneyPromises.SETTINGS);
        platform = new Platform(settings);
        platform.drop("codec-1.0.0.jar");
        platform.drop("pattern-1.0.0.jar");
        platform.drop("subjects-1.0.0.jar");
        try (Platform running = platform.start()) {
            admin = running.admin();
            holder = running.account("holder", 0);
            awaitBundles();
            promises.promise(
                    "G1",
                    "refused with place and offer; accepted, the clip comes and the fee is booked",
                    this::licence);
            promises.promise("G3", "revoked while queued, running, finished: as documented, within 60 s", this::revoke);
            promises.promise(
                    "G4",
                    AT_ONCE + " jobs at once on a licence for " + COUNT + " clips: exactly " + COUNT,
                    this::count);
            promises.promise(
                    "G5",
                    "opt-in to opt-out and back under load: decisions change at once, nothing is lost",
                    this::swap);
            promises.promise(
                    "G6", "a holder's yes begins the clip, a no ends it and nothing is charged", this::approval);
            new UsesPromises(promises, platform).run();
            new NamesPromises(promises, platform).run();
            ViewsPromises.promise(promises, running);
            new MoneyPromises(promises, platform).run();
        }
    }

    private void awaitBundles() throws Exception {
        await(LONG, "model and guard are there", () -> {
            try {
                return admin.get("/api/v1/models").response().body().contains("test-pattern")
                        && admin.get("/api/v1/admin/plugins/org.mutoscope.itests.subjects")
                                        .status()
                                == 200;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** A character that the holder holds. */
    private String held(String name) throws Exception {
        String id = holder.post(
                        RIGHTS + "subjects",
                        Map.of("kind", "character", "name", name, "evidence", "register 17, number 4"))
                .json()
                .path("id")
                .asText();
        for (JsonNode claim : admin.get(RIGHTS + "claims?state=pending").json().path("data")) {
            if (claim.path("subject").asText().equals(id)) {
                admin.post(
                                "/api/v1/admin/rights/claims/"
                                        + claim.path("id").asText(),
                                Map.of("accept", true, "reason", "register seen"))
                        .ok();
            }
        }
        equal(
                "active",
                holder.get(RIGHTS + "subjects/" + id).json().path("state").asText(),
                "state of " + name);
        return id;
    }

    private String offer(String subject, int credits, Map<String, String> terms) throws Exception {
        return holder.post(RIGHTS + "subjects/" + subject + "/offers", Map.of("credits", credits, "terms", terms))
                .json()
                .path("id")
                .asText();
    }

    private static Http.Answer order(Http creator, String prompt, Map<String, ?> more) throws Exception {
        Map<String, Object> body = new HashMap<>(more);
        body.put("model", "test-pattern");
        body.put("prompt", prompt);
        body.put("size", "128x128");
        body.put("seconds", "1");
        body.putIfAbsent("frames", "1");
        return creator.post("/v1/videos", body);
    }

    private static String id(Http.Answer order) throws Exception {
        return order.json().path("id").asText();
    }

    private JsonNode use(String video) throws Exception {
        for (JsonNode use : holder.get(RIGHTS + "uses?limit=100").json().path("data")) {
            if (use.path("job").asText().equals(video)) {
                return use;
            }
        }
        throw new AssertionError("the holder does not see " + video);
    }

    private void licence() throws Exception {
        Http creator = platform.account("G1", 0);
        String subject = held("Captain Zyblorg");
        String prompt = "a duck and " + subject;
        Http.Answer denied = order(creator, prompt, Map.of());
        equal("not_licensed", denied.error(), "code without an offer");
        String offer = offer(subject, 5, Map.of("attribute", "Zyblorg by its holder"));
        Http.Answer refused = order(creator, prompt, Map.of());
        equal(403, refused.status(), "status");
        equal("licence_required", refused.error(), "code");
        JsonNode help = refused.body().at("/error/licences/" + offer);
        equal(5L, help.path("credits").asLong(), "price in the refusal");
        equal(prompt.indexOf(subject), help.path("start").asInt(), "begin of the place in the refusal");
        equal(prompt.length(), help.path("end").asInt(), "end of the place in the refusal");
        equal(300L, creator.available(), "credits after the refusals");
        JsonNode plain = creator.awaitClip(id(order(creator, "a duck alone", Map.of())));
        long price = plain.at("/mutoscope/credits_captured").asLong();
        JsonNode clip = creator.awaitClip(id(order(creator, prompt, Map.of("licences", List.of(offer)))));
        equal(price + 5, clip.at("/mutoscope/credits_captured").asLong(), "credits of the clip, its fee with them");
        equal(300 - 2 * price - 5, creator.available(), "credits after both");
        JsonNode use = use(clip.path("id").asText());
        check(use.path("earned").asBoolean() && use.path("credits").asLong() == 5, "the use is " + use);
        JsonNode verified = admin.post("/api/v1/admin/ledger/verify", Map.of()).json();
        check(verified.path("ok").asBoolean(), "ledger verify says " + verified);
    }

    private void revoke() throws Exception {
        Http creator = platform.account("G3", 1000);
        String subject = held("Admiral Quux");
        String offer = offer(subject, 1, Map.of());
        Map<String, Object> accepted = Map.of("licences", List.of(offer));
        String finished = id(order(creator, "one " + subject, accepted));
        creator.awaitClip(finished);
        long before = creator.available();
        Map<String, Object> slow = new HashMap<>(accepted);
        slow.put("frames", "40");
        slow.put("frame_ms", "60000");
        List<String> running = new ArrayList<>();
        for (int i = 0; i < 6; i++) { // more than the backend's four slots: some run, some wait
            running.add(id(order(creator, "two " + subject, slow)));
        }
        await(LONG, "some of them run", () -> running.stream()
                .anyMatch(v -> status(creator, v).equals("in_progress")));
        long begin = System.nanoTime();
        holder.post(RIGHTS + "subjects/" + subject + "/off", Map.of("reason", "no more"))
                .ok();
        for (String video : running) {
            JsonNode ended = creator.await(video, KILLED);
            equal("licence_revoked", ended.at("/error/code").asText(), "error of " + video);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf("      kill switch: %d jobs had ended after %.2f s%n", running.size(), seconds);
        await(LONG, "nothing is held", () -> available(creator) == before);
        equal("completed", status(creator, finished), "the finished clip");
        equal("subject_off", order(creator, "three " + subject, accepted).error(), "code of a new order");
        holder.post(RIGHTS + "subjects/" + subject + "/on", Map.of("reason", "well"))
                .ok();
        creator.awaitClip(id(order(creator, "four " + subject, Map.of())));
    }

    private void count() throws Exception {
        Http creator = platform.account("G4", 10_000);
        String subject = held("Doctor Nnn");
        String offer = offer(subject, 2, Map.of("count", String.valueOf(COUNT)));
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        List<Future<Http.Answer>> orders = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            String prompt = "number " + i + " " + subject;
            orders.add(threads.submit(() -> order(creator, prompt, Map.of("licences", List.of(offer)))));
        }
        List<String> taken = new ArrayList<>();
        for (Future<Http.Answer> order : orders) {
            Http.Answer answer = order.get();
            if (answer.status() == 200) {
                taken.add(id(answer));
            } else {
                equal("licence_used_up", answer.error(), "code of one that is too many");
            }
        }
        threads.shutdown();
        equal(COUNT, taken.size(), "orders that were taken");
        for (String video : taken) {
            creator.awaitClip(video);
        }
        equal(
                "licence_used_up",
                order(creator, "once more " + subject, Map.of("licences", List.of(offer)))
                        .error(),
                "code");
    }

    /** Clients order clips that concern nobody all the while; one asks for what is registered and has no offer. */
    private void swap() throws Exception {
        String subject = held("Captain Zzz");
        Http creator = platform.account("G5", 10_000);
        equal("not_licensed", order(creator, "one " + subject, Map.of()).error(), "code by opt-in");
        List<Books> books = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            books.add(new Books(platform.account("G5 client " + i, 10_000)));
        }
        List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        try (Clients clients = new Clients(CLIENTS, (client, number) -> {
            Http account = new Http(platform.url(), books.get(client).key);
            JsonNode ordered = account.pattern("G5 " + client + "/" + number, Map.of("frames", "1"));
            String fault =
                    books.get(client).clip(account.awaitClip(ordered.path("id").asText()));
            if (fault != null) {
                wrong.add(fault);
            }
        })) {
            for (int round = 1; round <= ROUNDS; round++) {
                platform.admin()
                        .upload(
                                CHANGES + "?verb=install&name=optout.jar",
                                Files.readAllBytes(Platform.optional("optout")))
                        .ok();
                creator.awaitClip(id(order(creator, "two " + subject, Map.of())));
                platform.admin()
                        .post(CHANGES + "?verb=remove&name=org.mutoscope.licensing.optout", Map.of())
                        .ok();
                equal(
                        "not_licensed",
                        order(creator, "three " + subject, Map.of()).error(),
                        "code by opt-in again");
            }
            int before = clients.done();
            await(LONG, "jobs go on", () -> clients.done() >= before + CLIENTS);
            equal(List.of(), clients.end(), "failed requests and jobs");
        }
        equal(List.of(), wrong, "wrong charges");
        for (Books account : books) {
            equal(List.of(), account.lostOrRepeated(platform.url()), "lost or repeated jobs");
            equal(List.of(), account.wrongSums(platform.url()), "wrong sums");
        }
    }

    private void approval() throws Exception {
        Http creator = platform.account("G6", 0);
        String subject = held("Professor Mmm");
        String offer = offer(subject, 3, Map.of("obtainConsent", "before"));
        String yes = id(order(creator, "yes " + subject, Map.of("licences", List.of(offer))));
        long held = creator.credits().path("held").asLong();
        String no = id(order(creator, "no " + subject, Map.of()));
        await(
                LONG,
                "both wait",
                () -> reason(creator, yes).contains("to agree")
                        && reason(creator, no).contains("to agree"));
        equal(2, holder.get(RIGHTS + "approvals").json().path("data").size(), "what waits for the holder");
        holder.post(RIGHTS + "approvals/" + no, Map.of("agreed", false)).ok();
        holder.post(RIGHTS + "approvals/" + yes, Map.of("agreed", true)).ok();
        JsonNode clip = creator.awaitClip(yes);
        equal(held, clip.at("/mutoscope/credits_captured").asLong(), "credits of the one that was made");
        JsonNode refused = creator.await(no);
        equal("approval_refused", refused.at("/error/code").asText(), "error of the other");
        await(LONG, "the other's credits are back", () -> available(creator) == 300 - held);
        check(!use(no).path("earned").asBoolean(), "the one that was not made earned something");
    }

    private static String status(Http creator, String video) {
        return text(creator, "/v1/videos/" + video, "status");
    }

    private static String reason(Http creator, String video) {
        return text(creator, "/api/v1/jobs/" + video, "reason");
    }

    private static String text(Http creator, String path, String field) {
        try {
            return creator.get(path).json().path(field).asText();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long available(Http creator) {
        try {
            return creator.available();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
