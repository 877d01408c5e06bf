package org.mutoscope.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.api.guard.PromptGuard;
import org.mutoscope.api.guard.Verdict;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.api.licensing.LicenceOffer;
import org.mutoscope.api.licensing.LicenceOutcome;
import org.mutoscope.api.licensing.LicensingPolicy;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Prices;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Studio.Repeat;
import org.mutoscope.core.road.Studio.Submitted;
import org.mutoscope.jobs.doubles.House;

/** The first half of the road: what is let in, on which terms, and that nothing is stored of what is not. */
@Timeout(120)
class AdmissionTest {
    @TempDir
    Path data;

    private Town town;
    private String account;

    @BeforeEach
    void open() {
        town = new Town(data);
        town.house.settings.put("dispatch_paused", true);
        town.backend("one", (request, context) -> Town.tenFrames(context));
        account = town.house.account();
    }

    @AfterEach
    void close() {
        town.close();
    }

    private Problem refused(Map<String, String> fields) {
        Problem problem = assertThrows(Problem.class, () -> town.submit(account, fields));
        assertEquals(0, town.house.board().depth().queued());
        assertEquals(300, town.house.available(account), "nothing is held");
        return problem;
    }

    @Test
    void aPromptAloneIsEnough() {
        Job job = town.submit(account, Map.of());
        assertEquals(JobState.QUEUED, job.state());
        assertEquals("m", job.asked().model());
        assertEquals(4, job.asked().seconds());
        assertEquals("720x1280", job.asked().size().toString());
        assertEquals("64x64", job.asked().renderedSize().toString());
        assertEquals(10, job.asked().credits());
        assertEquals(Seeds.of(job.id()), job.asked().seed());
        assertEquals("HELD", town.house.hold(job.id()));
        assertEquals(290, town.house.available(account));
        String story = town.house.story(job.id());
        assertTrue(story.contains("guards: none installed"), story);
        assertTrue(story.contains("licensing: none installed"), story);
    }

    @Test
    void badPromptsAreNamed() {
        assertEquals(Code.MISSING_PROMPT, refused(Map.of("prompt", "")).code());
        assertEquals(Code.MISSING_PROMPT, refused(Map.of("prompt", " \n\t")).code());
        assertEquals(
                Code.PROMPT_TOO_LONG,
                refused(Map.of("prompt", "x".repeat(32_001))).code());
        assertEquals(
                Code.INVALID_PROMPT, refused(Map.of("prompt", "a\ud83d cat")).code());
        assertEquals(Code.INVALID_PROMPT, refused(Map.of("prompt", "\ude00")).code());
        assertEquals(Code.INVALID_PROMPT, refused(Map.of("prompt", "a\0b")).code());
        assertEquals("prompt", refused(Map.of("prompt", "")).param());
        town.submit(account, Map.of("prompt", "\ud83d\ude00".repeat(16_000)));
    }

    @Test
    void badSecondsAreAnsweredWithTheOffer() {
        for (String seconds : List.of("5", "-1", "1e9", "four", "4.0", "", " 4", "99999999999", "\u0664")) {
            Problem problem = refused(Map.of("seconds", seconds));
            assertEquals(Code.INVALID_SECONDS, problem.code(), seconds);
            assertTrue(problem.getMessage().contains("4, 8"), problem.getMessage());
        }
        assertEquals(8, town.submit(account, Map.of("seconds", "8")).asked().seconds());
    }

    @Test
    void badSizesAreAnsweredWithTheOffer() {
        for (String size :
                List.of("0x0", "1280", "63x64", "64X64", "64x64x64", "-64x64", "", "999999x1", "65x65", "1280x720")) {
            Problem problem = refused(Map.of("size", size));
            assertEquals(Code.INVALID_SIZE, problem.code(), size);
            assertTrue(problem.getMessage().contains("64x64, 720x1280"), problem.getMessage());
        }
    }

    @Test
    void badParametersAreNamed() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 51; i++) {
            many.put("p" + i, "x");
        }
        assertEquals(Code.INVALID_REQUEST, refused(many).code());
        assertEquals(
                Code.INVALID_REQUEST, refused(Map.of("k", "x".repeat(16_000))).code());
        assertEquals(Code.INVALID_REQUEST, refused(Map.of("k".repeat(101), "x")).code());
        assertEquals(Code.INVALID_REQUEST, refused(Map.of(" ", "x")).code());
        assertEquals(Code.INVALID_REQUEST, refused(Map.of("k", "\ud800")).code());
        for (String seed : List.of("-1", "1.5", "9223372036854775808", "x", "")) {
            assertEquals("seed", refused(Map.of("seed", seed)).param(), seed);
        }
        Map<String, String> wide = new HashMap<>();
        for (int i = 0; i < 30; i++) {
            wide.put("p" + i, "\n".repeat(900));
        }
        assertEquals(Code.INVALID_REQUEST, refused(wide).code());
        String doubled = "\\".repeat(15_999);
        assertEquals(
                doubled,
                town.submit(account, Map.of("k", doubled)).asked().parameters().get("k"),
                "the column takes what the limit lets in");
        Job job = town.submit(account, Map.of("seed", "9223372036854775807", "acme.brush", "tab\tand\nline"));
        assertEquals(Long.MAX_VALUE, job.asked().seed());
        assertEquals(Map.of("acme.brush", "tab\tand\nline"), job.asked().parameters());
    }

    @Test
    void unknownModelsAndWorseAreNamed() {
        assertEquals(Code.MODEL_NOT_FOUND, refused(Map.of("model", "veo")).code());
        assertEquals(
                Code.MODEL_NOT_FOUND, refused(Map.of("model", "x".repeat(5000))).code());
        assertEquals("m", town.submit(account, Map.of("model", "m")).asked().model());
    }

    @Test
    void withoutCreditsNothingIsQueued() {
        for (int i = 0; i < 30; i++) {
            town.submit(account, Map.of());
        }
        Problem problem = assertThrows(Problem.class, () -> town.submit(account, Map.of()));
        assertEquals(Code.INSUFFICIENT_QUOTA, problem.code());
        assertEquals(30, town.house.board().depth().queued());
    }

    @Test
    void aFullDiskRefusesBeforeAnythingIsHeld() {
        town.settings.put("free_mebibytes", 1024L * 1024 * 1024);
        assertEquals(Code.DISK_FULL, refused(Map.of()).code());
        String shortage = town.pipeline.studio().shortage().orElseThrow();
        assertTrue(shortage.contains("disk is low"), shortage);
        assertEquals(shortage, town.pipeline.studio().obstacles().get(0));
    }

    @Test
    void everyGuardIsAskedInOrderUntilOneBlocks() {
        List<String> asked = new ArrayList<>();
        town.services(PromptGuard.class)
                .add(
                        "late",
                        "1.0.0",
                        s -> {
                            asked.add("late");
                            return new Verdict.Block(List.of(), "violence", "Not this.");
                        },
                        Map.of(PromptGuard.ORDER, 20));
        town.services(PromptGuard.class)
                .add(
                        "early",
                        "1.0.0",
                        s -> {
                            asked.add("early");
                            return new Verdict.Pass(List.of(new Finding("likeness", "someone", 0, 1, 5)));
                        },
                        Map.of(PromptGuard.ORDER, 10));
        town.services(PromptGuard.class)
                .add(
                        "never",
                        "1.0.0",
                        s -> {
                            asked.add("never");
                            return new Verdict.Pass(List.of());
                        },
                        Map.of(PromptGuard.ORDER, 30));
        Problem problem = refused(Map.of());
        assertEquals(Code.MODERATION_BLOCKED, problem.code());
        assertEquals("Not this.", problem.getMessage());
        assertEquals(List.of("early", "late"), asked);
    }

    @Test
    void aGuardThatFailsOrIsLateOrSaysNothingBlocks() {
        var broken = town.services(PromptGuard.class).add("g", s -> {
            throw new NoClassDefFoundError("x");
        });
        assertEquals(Code.MODERATION_BLOCKED, refused(Map.of()).code());
        broken.remove();
        town.settings.put("guard_milliseconds", 100);
        var late = town.services(PromptGuard.class).add("g", s -> {
            new CountDownLatch(1).await();
            return new Verdict.Pass(List.of());
        });
        assertEquals(Code.MODERATION_BLOCKED, refused(Map.of()).code());
        late.remove();
        var silent = town.services(PromptGuard.class).add("g", s -> null);
        assertEquals(Code.MODERATION_BLOCKED, refused(Map.of()).code());
        silent.remove();
        var review = town.services(PromptGuard.class).add("g", s -> new Verdict.Review(List.of(), "hm"));
        assertEquals(Code.MODERATION_BLOCKED, refused(Map.of()).code());
        review.remove();
        town.submit(account, Map.of());
    }

    @Test
    void policiesJoinToTheStrictest() {
        var allow = town.services(LicensingPolicy.class).add("a", q -> LicenceOutcome.Allow.freely());
        var approve =
                town.services(LicensingPolicy.class).add("b", q -> new LicenceOutcome.NeedsApproval(List.of("h1")));
        assertEquals(Code.APPROVAL_REQUIRED, refused(Map.of()).code());
        var offer = town.services(LicensingPolicy.class)
                .add("c", q -> new LicenceOutcome.NeedsLicence(List.of(new LicenceOffer("o1", "s", 5, Map.of()))));
        Problem needs = refused(Map.of());
        assertEquals(Code.LICENCE_REQUIRED, needs.code());
        assertTrue(needs.getMessage().contains("o1 (5 credits)"), needs.getMessage());
        var deny = town.services(LicensingPolicy.class).add("d", q -> new LicenceOutcome.Deny("not_you", "Ask Bob."));
        Problem denied = refused(Map.of());
        assertEquals("not_you", denied.wire());
        assertEquals(403, denied.code().status());
        deny.remove();
        offer.remove();
        approve.remove();
        town.submit(account, Map.of());
        allow.remove();
        town.services(LicensingPolicy.class).add("e", q -> {
            throw new IllegalStateException("broken");
        });
        assertEquals(
                Code.LICENCE_DENIED,
                assertThrows(Problem.class, () -> town.submit(account, Map.of()))
                        .code());
    }

    /** The hot swap of a policy or guard hits a request in the middle: its successor is asked, nobody is refused for it. */
    @Test
    void aPolicyThatIsReplacedWhileItIsAskedIsNoDenial() {
        var policies = town.services(LicensingPolicy.class);
        AtomicReference<Runnable> swap = new AtomicReference<>();
        var old = policies.add(
                "p",
                "1.0.0",
                q -> {
                    swap.getAndSet(() -> {}).run();
                    throw new IllegalStateException("its bundle was stopped");
                },
                Map.of());
        swap.set(() -> {
            policies.add("p", "2.0.0", q -> new LicenceOutcome.Deny("by_the_new_one", "No."), Map.of());
            old.remove();
        });
        assertEquals("by_the_new_one", refused(Map.of()).wire());
    }

    @Test
    void aGuardThatIsReplacedWhileItIsAskedIsNoRefusal() {
        var guards = town.services(PromptGuard.class);
        AtomicReference<Runnable> swap = new AtomicReference<>();
        var old = guards.add(
                "g",
                "1.0.0",
                t -> {
                    swap.getAndSet(() -> {}).run();
                    throw new IllegalStateException("its bundle was stopped");
                },
                Map.of());
        swap.set(() -> {
            guards.add("g", "2.0.0", t -> new Verdict.Pass(List.of()), Map.of());
            old.remove();
        });
        town.submit(account, Map.of());
        assertEquals("GONE", old.state());
    }

    @Test
    void feesAreHeldAndWhoDecidedIsKept() {
        town.services(LicensingPolicy.class).add("old", "1.0.0", q -> new LicenceOutcome.Deny("never", "no"), Map.of());
        town.services(LicensingPolicy.class)
                .add(
                        "old",
                        "2.0.0",
                        q -> new LicenceOutcome.Allow(
                                Map.of("attribution", "Bob"),
                                List.of(new LicenceFee("acct_bob", "grant 1", 7)),
                                List.of("grant 1")),
                        Map.of());
        town.services(LicensingPolicy.class)
                .add("more", q -> new LicenceOutcome.Allow(Map.of("attribution", "Eve"), List.of(), List.of()));
        Job job = town.submit(account, Map.of());
        assertEquals(17, job.asked().credits());
        assertEquals(283, town.house.available(account));
        assertEquals(
                Map.of("attribution", "Eve; Bob"),
                sorted(Licensed.duties(job.asked().obligations())));
        assertEquals(
                List.of(new LicenceFee("acct_bob", "grant 1", 7)),
                Licensed.fees(job.asked().obligations()));
        assertTrue(town.house.story(job.id()).contains("old (test.old@2.0.0)"), town.house.story(job.id()));
    }

    private static Map<String, String> sorted(Map<String, String> duties) {
        Map<String, String> same = new HashMap<>(duties);
        same.computeIfPresent("attribution", (k, v) -> v.equals("Bob; Eve") ? "Eve; Bob" : v);
        return same;
    }

    @Test
    void aQuoteHolds() {
        Prices.Quote quote = town.pipeline.studio().quote(town.asking(account, Map.of("seconds", "8")));
        assertEquals(
                quote.price().credits(),
                town.submit(account, Map.of("seconds", "8", "quote", quote.id()))
                        .asked()
                        .credits());
        assertEquals(
                Code.QUOTE_MISMATCH,
                assertThrows(Problem.class, () -> town.submit(account, Map.of("quote", quote.id())))
                        .code());
        assertEquals(
                Code.QUOTE_EXPIRED,
                assertThrows(Problem.class, () -> town.submit(account, Map.of("quote", "quote_none")))
                        .code());
    }

    @Test
    void anExpiredQuoteComesWithANewOneThatIsGood() {
        Problem expired =
                assertThrows(Problem.class, () -> town.submit(account, Map.of("seconds", "8", "quote", "quote_none")));
        Map<?, ?> quote = (Map<?, ?>) expired.details().get("quote");
        assertEquals(20L, quote.get("credits"));
        assertEquals(300, town.house.available(account), "nothing was held");
        Job job = town.submit(account, Map.of("seconds", "8", "quote", (String) quote.get("quote_id")));
        assertEquals(20, job.asked().credits());
        assertEquals(409, expired.code().status());
    }

    @Test
    void aQuoteWithSoundIsNotOneWithout() {
        Prices.Quote quote = town.pipeline.studio().quote(town.asking(account, Map.of("audio", "true")));
        assertTrue(quote.price().audio());
        assertEquals(
                Code.QUOTE_MISMATCH,
                assertThrows(Problem.class, () -> town.submit(account, Map.of("quote", quote.id())))
                        .code());
        assertEquals(
                10,
                town.submit(account, Map.of("audio", "true", "quote", quote.id()))
                        .asked()
                        .credits());
    }

    @Test
    void aPackWithALockPaysTheLockedPrice() {
        town.house.storage.write(tx -> {
            PurchaseFact fact =
                    new PurchaseFact("p1", "production", "pack.10", 1, Optional.empty(), 400, "USD", 0, Instant.now());
            long lot = town.house
                    .ledger
                    .apply(tx, "paper", account, fact, 100)
                    .orElseThrow()
                    .id();
            town.house.ledger.lock(tx, lot, 5);
            town.house.ledger.hold(tx, new Ledger.HoldRequest(account, "video_free", 300, "p"), Duration.ofHours(1));
            return null;
        });
        Job job = town.submit(account, Map.of());
        assertEquals(5, job.asked().credits());
        assertEquals(95, town.house.available(account));
        assertTrue(town.house.story(job.id()).contains("a price lock lowers it from 10"));
    }

    @Test
    void aQuoteNeverLetsAPackPayMoreThanItsTenth() {
        town.house.storage.write(tx -> {
            PurchaseFact fact =
                    new PurchaseFact("p1", "production", "pack.10", 1, Optional.empty(), 400, "USD", 0, Instant.now());
            town.house.ledger.lock(
                    tx,
                    town.house
                            .ledger
                            .apply(tx, "paper", account, fact, 40)
                            .orElseThrow()
                            .id(),
                    4);
            town.house.ledger.hold(tx, new Ledger.HoldRequest(account, "video_free", 300, "p"), Duration.ofHours(1));
            return null;
        });
        for (int clip = 1; clip <= 10; clip++) {
            Prices.Quote quote = town.pipeline.studio().quote(town.asking(account, Map.of()));
            assertEquals(10, quote.price().credits());
            Job job = town.submit(account, Map.of("quote", quote.id()));
            assertEquals(
                    4, job.asked().credits(), "a pack of ten makes ten, though the price is more than twice its tenth");
            assertEquals(40 - 4 * clip, town.house.available(account));
        }
        assertEquals(
                Code.INSUFFICIENT_QUOTA,
                assertThrows(Problem.class, () -> town.submit(account, Map.of()))
                        .code());
    }

    @Test
    void aKeyStandsForOneRequest() {
        Repeat repeat = new Repeat("k1", false, Town.hash(77));
        Submitted first = town.pipeline.studio().submit(town.asking(account, Map.of(), repeat));
        Submitted again = town.pipeline.studio().submit(town.asking(account, Map.of(), repeat));
        assertFalse(first.repeated());
        assertTrue(again.repeated());
        assertEquals(first.job().id(), again.job().id());
        assertEquals(290, town.house.available(account));
        Repeat other = new Repeat("k1", false, Town.hash(78));
        Problem reused =
                assertThrows(Problem.class, () -> town.pipeline.studio().submit(town.asking(account, Map.of(), other)));
        assertEquals(Code.IDEMPOTENCY_KEY_REUSED, reused.code());
        String stranger = town.house.account();
        assertNotEquals(
                first.job().id(),
                town.pipeline
                        .studio()
                        .submit(town.asking(stranger, Map.of(), repeat))
                        .job()
                        .id());
        for (String key : List.of("", "x".repeat(256), "a\0")) {
            Repeat bad = new Repeat(key, false, Town.hash(79));
            assertThrows(Problem.class, () -> town.pipeline.studio().submit(town.asking(account, Map.of(), bad)));
        }
    }

    @Test
    void aRetryFindsTheJobOfItsFirst() {
        Repeat first = new Repeat(null, false, Town.hash(80));
        Repeat retry = new Repeat(null, true, Town.hash(80));
        Job job = town.pipeline
                .studio()
                .submit(town.asking(account, Map.of(), first))
                .job();
        assertEquals(
                job.id(),
                town.pipeline
                        .studio()
                        .submit(town.asking(account, Map.of(), retry))
                        .job()
                        .id());
        Job second = town.pipeline
                .studio()
                .submit(town.asking(account, Map.of(), first))
                .job();
        assertNotEquals(job.id(), second.id(), "not marked as a retry: a request of its own");
        assertEquals(
                second.id(),
                town.pipeline
                        .studio()
                        .submit(town.asking(account, Map.of(), retry))
                        .job()
                        .id());
        town.house.storage.write(tx ->
                tx.update("update idempotency set created_at = ?", tx.now().minusSeconds(601)));
        assertNotEquals(
                second.id(),
                town.pipeline
                        .studio()
                        .submit(town.asking(account, Map.of(), retry))
                        .job()
                        .id(),
                "too old");
        assertEquals(270, town.house.available(account));
    }

    @Test
    void thirtyTwoAtOnceWithOneKeyMakeOneJob() throws Exception {
        assertEquals(1, together(32, new Repeat("k", false, Town.hash(90))).size());
        assertEquals(290, town.house.available(account));
    }

    @Test
    void thirtyTwoRetriesAtOnceMakeOneJob() throws Exception {
        assertEquals(1, together(32, new Repeat(null, true, Town.hash(91))).size());
        assertEquals(290, town.house.available(account));
        town.house.verifyLedger();
    }

    private Set<String> together(int many, Repeat repeat) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(many);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            answers.add(threads.submit(() -> {
                go.await();
                return town.pipeline
                        .studio()
                        .submit(town.asking(account, Map.of(), repeat))
                        .job()
                        .id();
            }));
        }
        go.countDown();
        Set<String> ids = new HashSet<>();
        for (Future<String> answer : answers) {
            ids.add(answer.get(60, TimeUnit.SECONDS));
        }
        threads.shutdown();
        return ids;
    }

    @Test
    void obstaclesSayWhatIsMissing() {
        assertEquals(List.of(), town.pipeline.studio().obstacles());
        town.services(org.mutoscope.api.assets.AssetStore.class)
                .all()
                .forEach(o -> ((org.mutoscope.jobs.doubles.ListedServices<?>.Entry) o).remove());
        town.services(org.mutoscope.api.media.MediaEncoder.class)
                .all()
                .forEach(o -> ((org.mutoscope.jobs.doubles.ListedServices<?>.Entry) o).remove());
        town.services(org.mutoscope.api.backend.VideoBackend.class)
                .all()
                .forEach(o -> ((org.mutoscope.jobs.doubles.ListedServices<?>.Entry) o).remove());
        House.until(() -> town.pipeline.studio().obstacles().size() == 3);
        assertTrue(town.pipeline.studio().obstacles().toString().contains("No backend is ready"));
    }
}
