package org.mutoscope.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.api.guard.PromptGuard;
import org.mutoscope.api.guard.Verdict;
import org.mutoscope.api.licensing.LicenceOutcome;
import org.mutoscope.api.licensing.LicensingPolicy;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.review.ReviewGate;
import org.mutoscope.core.review.Reviews;
import org.mutoscope.core.review.Reviews.Decision;
import org.mutoscope.core.rights.Rights;
import org.mutoscope.core.rights.Rights.Kind;
import org.mutoscope.core.rights.Rights.NewSubject;
import org.mutoscope.core.rights.Rights.Subject;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.licensing.optin.OptInPolicy;

/** An order that a person must look at, from the queue to the clip; with the real desk. */
@Timeout(300)
class ReviewTest {
    private static final Caller OLGA = new Caller("prin_olga", "acct_olga", "olga", Set.of(Role.OPERATOR));
    private static final String WORDS = "a quokka that nobody has seen";
    private static final Decision YES = new Decision(true, null, null, Map.of(), "harmless");
    private static final Decision NO = new Decision(false, "deception", "It never was.", Map.of(), "seen");

    @TempDir
    Path data;

    private final AtomicLong names = new AtomicLong(1);
    private Town town;
    private Reviews reviews;
    private String account;

    @BeforeEach
    void open() {
        town = new Town(data);
        town.house.settings.put("waiting_retry_seconds", 1);
        account = town.house.account();
        town.services(PromptGuard.class)
                .add(
                        "careful",
                        s -> s.text().contains("quokka")
                                ? new Verdict.Review(List.of(new Finding("animal", "quokka", 2, 8, 1)), "is it one?")
                                : new Verdict.Pass(List.of()));
    }

    @AfterEach
    void close() {
        town.close();
    }

    private void desk() {
        reviews = town.reviews(names::get).reviews();
    }

    private Job order() {
        return town.submit(account, Map.of("prompt", WORDS));
    }

    private Job waits(Job job) {
        House.until(() -> ReviewGate.WAITS.equals(town.house.find(job.id()).reason()));
        return town.house.find(job.id());
    }

    private Job stopped(Job job) {
        return town.house.await(job.id(), JobState.CANCELLED);
    }

    private void decide(Job job, Decision decision) {
        reviews.claim(OLGA, job.id());
        reviews.decide(OLGA, job.id(), decision);
    }

    @Test
    void itWaitsWithItsHoldUntilSomebodySaysYes() {
        desk();
        List<String> seen = new CopyOnWriteArrayList<>();
        town.backend("one", (request, context) -> {
            seen.add(request.prompt());
            return Town.tenFrames(context);
        });
        Job job = waits(order());
        assertEquals(JobState.WAITING, job.state());
        assertEquals(ReviewGate.HIDDEN, job.asked().prompt());
        assertEquals("HELD", town.house.hold(job.id()));
        assertEquals(List.of(), seen, "no backend has seen it");
        decide(job, YES);
        Job done = town.completed(job);
        assertEquals(WORDS, done.asked().prompt());
        assertEquals(List.of(WORDS), seen);
        assertEquals("CAPTURED", town.house.hold(job.id()));
        Job again = order();
        assertEquals(WORDS, again.asked().prompt(), "what was allowed is not asked again");
        town.completed(again);
        names.incrementAndGet();
        waits(order());
        town.house.verifyLedger();
    }

    @Test
    void aNoEndsItAndIsRememberedUntilAnotherReviewerSaysOtherwise() {
        desk();
        town.backend("one", (request, context) -> Town.tenFrames(context));
        Job job = waits(order());
        decide(job, NO);
        assertEquals("moderation_blocked", stopped(job).errorCode());
        assertEquals("RELEASED", town.house.hold(job.id()));
        Problem again = assertThrows(Problem.class, this::order);
        assertEquals(Code.MODERATION_BLOCKED, again.code());
        assertTrue(again.getMessage().contains("It never was."), again.getMessage());
        Caller creator = new Caller("prin_c", account, "c", Set.of(Role.CREATOR));
        reviews.appeal(creator, job.id(), "It is my own.");
        Caller otto = new Caller("prin_otto", "acct_otto", "otto", Set.of(Role.OPERATOR));
        reviews.claim(otto, job.id());
        reviews.decide(otto, job.id(), YES);
        town.completed(order());
    }

    @Test
    void withoutADeskItIsRefusedAndOneThatGoesAwayLetsNothingThrough() {
        town.backend("one", (request, context) -> Town.tenFrames(context));
        assertEquals(
                Code.MODERATION_BLOCKED,
                assertThrows(Problem.class, this::order).code());
        desk();
        Job job = waits(order());
        town.closeReviews();
        House.until(() ->
                "waiting for the review desk".equals(town.house.find(job.id()).reason()));
        desk();
        waits(job);
        decide(job, YES);
        town.completed(job);
    }

    @Test
    void textsThatAreNoOrdersCannotWait() {
        desk();
        Problem problem =
                assertThrows(Problem.class, () -> town.pipeline.screens().require(account, WORDS, "script"));
        assertEquals(Code.MODERATION_BLOCKED, problem.code());
        assertEquals("script", problem.param());
    }

    @Test
    void policiesAreAskedAgainAfterwards() {
        desk();
        var policy = town.services(LicensingPolicy.class).add("p", q -> LicenceOutcome.Allow.freely());
        town.backend("one", (request, context) -> Town.tenFrames(context));
        Job job = waits(order());
        policy.remove();
        town.services(LicensingPolicy.class).add("p", q -> new LicenceOutcome.Deny("no_quokkas", "No quokkas now."));
        decide(job, YES);
        Job failed = town.failed(job);
        assertEquals("no_quokkas", failed.errorCode());
        assertEquals("RELEASED", town.house.hold(job.id()));
    }

    @Test
    void aLicenceThatItUsesUpItselfIsStillItsOwnAndAKillSwitchEndsIt() {
        desk();
        Rights rights = town.registry().rights();
        Caller ann = new Caller("prin_ann", town.house.account(), "ann", Set.of(Role.HOLDER));
        Subject quokka = rights.register(ann, new NewSubject(Kind.CHARACTER, "Quokka", false, List.of(), "register 1"));
        rights.decide(OLGA, rights.claims(ann, null, 10).get(0).id(), true, "seen");
        Rights.Offer offer = rights.offer(ann, quokka.id(), 3, Map.of("count", "2"));
        town.services(LicensingPolicy.class).add("optin", new OptInPolicy());
        town.services(PromptGuard.class)
                .add(
                        "names",
                        s -> new Verdict.Pass(
                                s.text().contains("quokka")
                                        ? List.of(new Finding("character", quokka.id(), 2, 8, 1_000_000))
                                        : List.of()));
        town.backend("one", (request, context) -> Town.tenFrames(context));
        Job one = waits(licensed(offer.id(), WORDS));
        Job two = waits(licensed(offer.id(), WORDS + " twice"));
        decide(one, YES);
        town.completed(one);
        rights.switchOff(ann, quokka.id(), true, "enough");
        assertEquals("licence_revoked", stopped(two).errorCode());
        town.house.verifyLedger();
    }

    private Job licensed(String offer, String words) {
        var plain = town.asking(account, Map.of("prompt", words));
        return town.pipeline
                .studio()
                .submit(new org.mutoscope.core.road.Studio.Submission(
                        plain.accountId(),
                        plain.model(),
                        plain.prompt(),
                        plain.seconds(),
                        plain.size(),
                        plain.parameters(),
                        plain.quoteId(),
                        plain.repeat(),
                        plain.given(),
                        new org.mutoscope.core.road.Studio.Licensing("personal", List.of(offer))))
                .job();
    }

    @Test
    void theWordsAreNotInTheDatabaseWhileItWaits() throws IOException {
        desk();
        town.backend("one", (request, context) -> Town.tenFrames(context));
        Job job = waits(order());
        assertTrue(kept(job.id()), "the search finds what is there");
        assertFalse(kept(WORDS));
        decide(job, YES);
        town.completed(job);
        assertTrue(kept(WORDS));
    }

    private boolean kept(String text) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                if (bytes.contains(text)) {
                    return true;
                }
            }
            return false;
        }
    }
}
