package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;
import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.mutoscope.paper.Chain;
import org.mutoscope.paper.Jws;
import org.mutoscope.paper.OldReceipts;
import org.mutoscope.paper.Order;
import org.mutoscope.paper.Recipe;

/**
 * Promises about money, B1 to B12. Not here: B10 and B11, which {@code itests/accept/partner-kit} checks. Arguments name those to check; without, all.
 */
public final class Billing {
    static final long FREE = 300;
    static final long PACK = 100;
    private static final String QUOTA = "org.mutoscope.credits.quota.cfg";

    private final Promises promises;
    private final PaperTown town;
    private Platform platform;

    private Billing(Promises promises, PaperTown town) {
        this.promises = promises;
        this.town = town;
    }

    /** Runs them. */
    public static void main(String[] arguments) throws Exception {
        Promises promises = new Promises(List.of(arguments));
        try (PaperTown town = new PaperTown()) {
            new Billing(promises, town).run();
        }
        System.exit(promises.end());
    }

    private void run() throws Exception {
        Map<String, String> settings = new HashMap<>(town.settings());
        settings.put(
                QUOTA,
                "follow.capacity = false\ntick.seconds = 1\n"); // until B9: the others count on a free lot of 300
        platform = new Platform(settings).start();
        try {
            platform.drop("pattern-1.0.0.jar");
            FirstClip.awaitModel(platform);
            town.deliverTo(platform);
            promises.promise(
                    "B2",
                    "tampered, unsigned, foreign, expired, revoked, of another app, impossible, another's: nothing, and why",
                    this::forged);
            promises.promise(
                    "B1",
                    "a transaction grants one lot of 100, also posted 1,000 times at once, and as an old receipt",
                    this::once);
            promises.promise(
                    "B3", "refund of an unspent, half-spent, spent and held pack; reversal restores", this::refunds);
            promises.promise(
                    "B4", "purchase, refund, reversal, doubled, lost and in any order: one end", this::anyOrder);
            promises.promise("B6", "provider removed, notices arrive, it returns: credited", this::providerAway);
            promises.promise(
                    "B7",
                    "voucher, Stripe and Google Play credit once; bad signatures nothing, and why",
                    new OtherShops(platform)::run);
            promises.promise(
                    "B8",
                    "education needs verification, keeps it to the period's end, and ends at the renewal without it",
                    this::education);
            promises.promise(
                    "B12", "a price change after the quote never charges more than the quote", this::quoteHolds);
            promises.promise("B5", "kill -9 between grant and answer: one lot after restart", this::killedAtGrant);
            promises.promise("B9", "the quota is published with its reason; a granted lot never shrinks", this::quota);
        } finally {
            platform.close();
        }
    }

    private void once() throws Exception {
        Http account = platform.account("B1", 0);
        String id = town.buy(account);
        String proof = town.store.shop().signed(id);
        JsonNode lot = PaperTown.post(account, "appstore", proof).json().path("lot");
        equal(PACK, lot.path("granted").asLong(), "credits of the lot");
        int parallel = Integer.getInteger("mutoscope.posts", 1000);
        AtomicInteger posted = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        List<Thread> crowd = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            crowd.add(new Thread(() -> {
                while (posted.incrementAndGet() <= parallel) {
                    try {
                        PaperTown.post(account, "appstore", proof).ok();
                    } catch (Exception | AssertionError e) {
                        refused.incrementAndGet();
                    }
                }
            }));
        }
        crowd.forEach(Thread::start);
        for (Thread each : crowd) {
            each.join();
        }
        equal(0, refused.get(), "posts that were not answered 200");
        equal(FREE + PACK, account.available(), "credits");
        equal(1L, purchases(account), "lots that were bought");
        oldReceipt(account, id);
    }

    /** A receipt of the time before StoreKit 2 is read once its bundle is installed, and is the same purchase. */
    private void oldReceipt(Http account, String id) throws Exception {
        String receipt = OldReceipts.ofApp(List.of(id));
        equal("purchase_rejected", PaperTown.post(account, "appstore", receipt).error(), "code without the bundle");
        Cli.Ran installed = new Cli(platform)
                .run("plugin", "install", Platform.optional("legacy").toString());
        equal(0, installed.exit(), "exit code of the installation, which said " + installed.out());
        String lot = PaperTown.post(account, "appstore", receipt)
                .json()
                .at("/lot/granted")
                .asText();
        equal(Long.toString(PACK), lot, "credits of the lot that a receipt proves");
        equal(FREE + PACK, account.available(), "credits after the receipt of a purchase that was booked");
        Http fresh = platform.account("B1 old app", 0);
        String another =
                OldReceipts.ofApp(List.of(town.store.shop().buy(Order.of(PaperTown.PACK, PaperTown.token(fresh)))));
        PaperTown.post(account, "appstore", another); // whoever sends it
        awaitCredits(fresh, FREE + PACK, 0);
        equal(FREE + PACK, account.available(), "credits of who sent the receipt of another");
    }

    static long purchases(Http account) throws Exception {
        return lots(account, "purchase");
    }

    /** How many lots there ever were. */
    static long lots(Http account, String source) throws Exception {
        long there = 0;
        for (JsonNode lot : account.get("/api/v1/credits?all=true").json().path("lots")) {
            there += lot.path("source").asText().equalsIgnoreCase(source) ? 1 : 0;
        }
        return there;
    }

    private void forged() throws Exception {
        Http account = platform.account("B2", 0);
        String id = town.buy(account);
        Map<String, Object> payload = town.store.shop().transaction(id);
        String good = town.store.shop().signed(id);
        Map<String, String> bad = new HashMap<>();
        bad.put("tampered", good.substring(0, good.length() - 8) + "AAAAAAAA");
        bad.put(
                "unsigned, of Xcode",
                Jws.unsigned(Map.of("alg", "none"), Jws.json(changed(payload, "environment", "Xcode"))) + ".");
        bad.put("of another chain", Jws.signed(town.store.mint(Recipe.good()), payload));
        Instant lastYear = Instant.now().minus(Duration.ofDays(365));
        bad.put(
                "of an expired and foreign chain",
                Jws.signed(
                        town.store.mint(Recipe.good().withLeafValid(lastYear, lastYear.plus(Duration.ofDays(30)))),
                        payload));
        Chain expired = town.store.sibling(Recipe.good().withLeafValid(lastYear, lastYear.plus(Duration.ofDays(30))));
        bad.put("of the trusted root and expired", Jws.signed(expired, payload));
        Chain revoked = town.store.sibling(Recipe.good());
        town.store.ocsp().revoke(revoked.leaf());
        bad.put("of the trusted root and revoked", Jws.signed(revoked, payload));
        bad.put("of another app", Jws.signed(town.store.chain(), changed(payload, "bundleId", "com.example.other")));
        bad.put("of minus five", Jws.signed(town.store.chain(), changed(payload, "quantity", -5)));
        bad.put("no token at all", "nonsense");
        for (Map.Entry<String, String> each : bad.entrySet()) {
            Http.Answer answer = PaperTown.post(account, "appstore", each.getValue());
            equal(400, answer.status(), "status of what is " + each.getKey());
            equal("purchase_rejected", answer.error(), "code of what is " + each.getKey());
            check(answer.body().at("/error/message").asText().length() > 20, "no reason for what is " + each.getKey());
        }
        String sibling = Jws.signed(town.store.sibling(Recipe.good()), payload);
        PaperTown.post(account, "appstore", sibling).ok(); // so it was not the root that spoke against the others
        Http thief = platform.account("B2 thief", 0);
        equal("purchase_rejected", PaperTown.post(thief, "appstore", good).error(), "code of another's purchase");
        equal(FREE, thief.available(), "credits of the thief");
    }

    private static Map<String, Object> changed(Map<String, Object> payload, String field, Object value) {
        Map<String, Object> copy = new HashMap<>(payload);
        copy.put(field, value);
        return copy;
    }

    private void refunds() throws Exception {
        Http rich = platform.account("B3 unspent", 0);
        String unspent = town.buy(rich);
        awaitCredits(rich, FREE + PACK, 0);
        town.refund(unspent);
        awaitCredits(rich, FREE, 0);
        town.store.shop().reverse(unspent);
        awaitCredits(rich, FREE + PACK, 0);

        Http half = platform.account("B3 half", 0);
        String halfId = town.buy(half);
        awaitCredits(half, FREE + PACK, 0);
        spend(half, FREE + PACK / 2);
        town.refund(halfId);
        awaitCredits(half, 0, PACK / 2);
        town.store.shop().reverse(halfId);
        awaitCredits(half, PACK / 2, 0);

        Http spent = platform.account("B3 spent", 0);
        String spentId = town.buy(spent);
        awaitCredits(spent, FREE + PACK, 0);
        spend(spent, FREE + PACK);
        town.refund(spentId);
        awaitCredits(spent, 0, PACK);
        town.store.shop().reverse(spentId);
        awaitCredits(spent, 0, 0);

        Http held = platform.account("B3 held", 0);
        String heldId = town.buy(held);
        awaitCredits(held, FREE + PACK, 0);
        spend(held, FREE);
        String slow = held.pattern("slow", Map.of("seconds", "4", "frame_ms", "60"))
                .path("id")
                .asText();
        town.refund(heldId);
        await(Duration.ofSeconds(60), "what is not held is gone", () -> number(held, "available") == 0);
        held.awaitClip(slow);
        awaitCredits(held, 0, 10);
    }

    /** Spends so many credits, ten for each four seconds of a clip. */
    static void spend(Http account, long credits) throws Exception {
        List<String> jobs = new ArrayList<>();
        for (long left = credits; left > 0; ) {
            long one = Math.min(left, 30);
            jobs.add(account.pattern("left " + left, Map.of("seconds", Long.toString(one * 4 / 10), "frames", "2"))
                    .path("id")
                    .asText());
            left -= one;
        }
        for (String job : jobs) {
            account.awaitClip(job);
        }
    }

    static long number(Http account, String field) {
        try {
            return account.credits().path(field).asLong();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static void awaitCredits(Http account, long available, long debt) throws Exception {
        await(
                Duration.ofSeconds(60),
                available + " credits and a debt of " + debt,
                () -> number(account, "available") == available && number(account, "debt") == debt);
    }

    private void anyOrder() throws Exception {
        long seed = Long.getLong("mutoscope.seed", 11);
        for (int round = 0; round < 6; round++) {
            Http account = platform.account("B4 " + round, 0);
            String id = town.buy(account);
            List<String> states = new ArrayList<>();
            states.add(town.store.shop().signed(id));
            town.refund(id);
            states.add(town.store.shop().signed(id));
            town.store.shop().reverse(id);
            states.add(town.store.shop().signed(id));
            states.addAll(List.copyOf(states)); // everything comes twice
            Collections.shuffle(states, new Random(seed + round));
            for (String state : states) {
                PaperTown.post(account, "appstore", state); // some are refused as refunded, rightly
            }
            awaitCredits(account, FREE + PACK, 0);
            equal(1L, purchases(account), "lots of round " + round);
        }
        new BadMail(platform, town).run(seed);
    }

    private void providerAway() throws Exception {
        Http account = platform.account("B6", 0);
        Path jar = platform.drop("coupon-1.0.0.jar");
        platform.awaitProvider("coupon", true);
        Files.delete(jar);
        platform.awaitProvider("coupon", false);
        Http nobody = new Http(platform.url(), "none");
        Http.Answer taken = nobody.post(
                "/api/v1/billing/coupon/notices", Map.of("sold", "COUPON-away for " + PaperTown.token(account)));
        equal(200, taken.status(), "status of a notice without its provider");
        equal(FREE, account.available(), "credits while the provider is away");
        platform.drop("coupon-1.0.0.jar");
        awaitCredits(account, FREE + PACK, 0);
    }

    private void education() throws Exception {
        Http account = platform.account("B8", 0);
        Http admin = platform.admin();
        String id =
                account.get("/api/v1/account/plan").json().path("account_id").asText();
        Http.Answer early = admin.post("/api/v1/admin/plans", Map.of("account_id", id, "plan", "education"));
        check(early.status() / 100 == 4, "education without verification was answered " + early.status());
        equal(
                "pending",
                account.post("/api/v1/eligibility", Map.of("kind", "education", "proof", "I teach"))
                        .json()
                        .path("state")
                        .asText(),
                "state of a claim with an unknown code");
        String soon = Instant.now().plus(Duration.ofHours(1)).toString();
        admin.post(
                        "/api/v1/admin/eligibility",
                        Map.of("account_id", id, "kind", "education", "state", "verified", "until", soon))
                .ok();
        admin.post("/api/v1/admin/plans", Map.of("account_id", id, "plan", "education"))
                .ok();
        equal(
                "education",
                account.get("/api/v1/account/plan").json().at("/plan/id").asText(),
                "plan");
        check(account.available() > FREE, "the plan's lot is not there");
        term();
    }

    /** A paid period stands to its end though the verification ends before; the next one opens no plan. */
    private void term() throws Exception {
        Http pupil = platform.account("B8 pupil", 0);
        String id = pupil.get("/api/v1/account/plan").json().path("account_id").asText();
        verified(id, Duration.ofHours(1));
        String subscription = town.store.shop().buy(Order.of(PaperTown.TERM, PaperTown.token(pupil)));
        PaperTown.post(pupil, "appstore", town.store.shop().signed(subscription))
                .ok();
        equal("education", plan(pupil), "plan of a verified pupil who paid");
        verified(id, Duration.ofMillis(500));
        await(Duration.ofSeconds(60), "the verification is over", () -> !verification(pupil)
                .equals("verified"));
        equal("education", plan(pupil), "plan in the middle of the period, after the verification");
        await(Duration.ofSeconds(60), "the period ends", () -> plan(pupil).equals("free"));
        String renewed = town.store.shop().renew(subscription, PaperTown.TERM, "");
        PaperTown.post(pupil, "appstore", town.store.shop().signed(renewed)).ok();
        equal("free", plan(pupil), "plan renewed without a verification");
    }

    private void verified(String account, Duration until) throws Exception {
        platform.admin()
                .post(
                        "/api/v1/admin/eligibility",
                        Map.of(
                                "account_id",
                                account,
                                "kind",
                                "education",
                                "state",
                                "verified",
                                "until",
                                Instant.now().plus(until).toString()))
                .ok();
    }

    static String plan(Http account) {
        try {
            return account.get("/api/v1/account/plan").json().at("/plan/id").asText();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String verification(Http account) {
        try {
            return account.get("/api/v1/eligibility").json().toString().contains("\"verified\"") ? "verified" : "none";
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void quota() throws Exception {
        Http account = platform.account("B9", 100_000);
        account.pattern("opens the free lot", Map.of("frames", "2"));
        long opened = freeLot(account);
        platform.configure(QUOTA, "tick.seconds = 1\nsettle.seconds = 1\ntarget.wait.seconds = 1\n");
        int before = clips();
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Http waiting = platform.account("B9 " + i, 0);
            for (int n = 0; n < 4; n++) {
                jobs.add(waiting.key
                        + ' '
                        + waiting.pattern("w" + n, Map.of("seconds", "4", "frame_ms", "60"))
                                .path("id")
                                .asText());
            }
        }
        await(Duration.ofSeconds(90), "the quota falls", () -> clips() < before);
        equal(opened, freeLot(account), "size of the free lot that was open");
        JsonNode fallen = platform.admin().get("/api/v1/quota").json();
        check(!fallen.path("reason").asText().isBlank(), "no reason: " + fallen);
        check(fallen.path("history").size() > 0, "no history: " + fallen);
        AtomicInteger lowest = new AtomicInteger(clips());
        for (String job : jobs) {
            String[] parts = job.split(" ");
            new Http(platform.url(), parts[0]).delete("/v1/videos/" + parts[1]).ok();
        }
        await(Duration.ofSeconds(90), "the quota recovers", () -> {
            int now = clips();
            return now > lowest.getAndAccumulate(now, Math::min); // it falls on until the queue is empty
        });
    }

    private int clips() {
        try {
            return platform.admin()
                    .get("/api/v1/quota")
                    .json()
                    .path("clips_per_day")
                    .asInt();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long freeLot(Http account) throws Exception {
        for (JsonNode lot : account.get("/api/v1/credits").json().path("lots")) {
            if (lot.path("source").asText().equals("FREE_DAILY")) {
                return lot.path("granted").asLong();
            }
        }
        throw new AssertionError("no free lot is open");
    }

    private void quoteHolds() throws Exception {
        Http account = platform.account("B12", 0);
        Map<String, Object> clip = Map.of("model", "test-pattern", "prompt", "q", "size", "128x128", "seconds", "4");
        JsonNode quote = account.post("/api/v1/quote", clip).json();
        long quoted = quote.path("credits").asLong();
        platform.configure("org.mutoscope.credits.cfg", "clip.credits = 25\n");
        await(Duration.ofSeconds(60), "the new price counts", () -> {
            try {
                return account.post("/api/v1/quote", clip)
                                .json()
                                .path("credits")
                                .asLong()
                        == 25;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        Map<String, Object> ordered = new HashMap<>(clip);
        ordered.put("quote_id", quote.path("quote_id").asText());
        JsonNode video = account.post("/v1/videos", ordered).json();
        equal(quoted, video.at("/mutoscope/credits_held").asLong(), "credits held on the quote");
        JsonNode done = account.awaitClip(video.path("id").asText());
        equal(quoted, done.at("/mutoscope/credits_captured").asLong(), "credits captured on the quote");
        platform.configure("org.mutoscope.credits.cfg", "");
    }

    private void killedAtGrant() throws Exception {
        Http account = platform.account("B5", 0);
        String id = town.store.shop().buy(Order.of(PaperTown.PACK, PaperTown.token(account)));
        String proof = town.store.shop().signed(id);
        Thread poster = new Thread(() -> {
            try {
                PaperTown.post(account, "appstore", proof);
            } catch (Exception e) {
                // the platform dies under it
            }
        });
        poster.start();
        platform.kill();
        poster.join();
        platform.start();
        Http again = new Http(platform.url(), account.key);
        PaperTown.post(again, "appstore", proof).ok();
        awaitCredits(again, FREE + PACK, 0);
        equal(1L, purchases(again), "lots that were bought");
        check(new Cli(platform).json("ledger", "verify").path("ok").asBoolean(), "the ledger is not sound");
    }
}
