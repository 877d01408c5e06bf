package org.mutoscope.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.review.ReviewGate;
import org.mutoscope.core.review.Reviews.Clock;
import org.mutoscope.core.review.Reviews.Decision;
import org.mutoscope.core.review.Reviews.Review;
import org.mutoscope.core.review.Reviews.State;

class DeskTest {
    private static void refused(Code code, Executable act) {
        assertEquals(code, assertThrows(Problem.class, act).code());
    }

    @OnEachDatabase
    void anOrderIsReadByWhoHasItAndGoesOnWithItsWordsAndItsDuties(Database database) {
        try (Town town = database.town()) {
            String id = town.order();
            assertFalse(town.gate.standing(id).orElseThrow().allowed());
            assertNull(town.reviews.show(town.olga, id).text(), "nobody reads what he has not claimed");
            Review claimed = town.reviews.claim(town.olga, id);
            assertEquals(Town.WORDS, claimed.text());
            assertEquals("may be a duck", claimed.said().get(0).reason());
            assertEquals("duck", claimed.said().get(0).findings().get(0).subject());
            assertNull(claimed.said().get(1).reason());
            Decision yes = new Decision(true, null, null, Map.of("attribute", "Bob", "inform", "duck"), "harmless");
            assertEquals(State.ALLOWED, town.reviews.decide(town.olga, id, yes).state());
            Job job = town.house.find(id);
            assertEquals(Town.WORDS, job.asked().prompt());
            assertEquals("Ann; Bob", job.asked().obligations().get("attribute"));
            assertEquals("duck", job.asked().obligations().get("inform"));
            assertTrue(town.gate.standing(id).orElseThrow().allowed());
            assertTrue(town.audit.acts.contains("acct_olga review.allow " + id), town.audit.acts.toString());
            assertFalse(town.audit.acts.toString().contains("duck"));
        }
    }

    @OnEachDatabase
    void aRefusedOrderEndsAtOnceAndReleasesWhatItHeld(Database database) {
        try (Town town = database.town()) {
            long before = town.house.available(town.ann.accountId());
            String id = town.order();
            Review done = town.decided(id, town.olga, town.no());
            assertEquals(State.REFUSED, done.state());
            Job job = town.house.find(id);
            assertEquals(JobState.CANCELLED, job.state());
            assertEquals("moderation_blocked", job.errorCode());
            assertTrue(job.errorMessage().contains("It shows what never was."), job.errorMessage());
            assertEquals(ReviewGate.HIDDEN, job.asked().prompt());
            assertEquals("RELEASED", town.house.hold(id));
            assertEquals(before, town.house.available(town.ann.accountId()));
            town.order();
            Map<String, Long> offences = town.reviews.list(town.olga, null, 100).stream()
                    .filter(review -> review.accountId().equals(town.ann.accountId()))
                    .findFirst()
                    .orElseThrow()
                    .offences();
            assertEquals(Map.of("deception", 1L), offences);
        }
    }

    @OnEachDatabase
    void oneReviewerHasItAtATime(Database database) {
        try (Town town = database.town()) {
            String id = town.order();
            refused(Code.REVIEW_NOT_CLAIMED, () -> town.reviews.decide(town.olga, id, town.yes()));
            town.reviews.claim(town.olga, id);
            refused(Code.REVIEW_CLAIMED, () -> town.reviews.claim(town.otto, id));
            refused(Code.REVIEW_CLAIMED, () -> town.reviews.decide(town.otto, id, town.yes()));
            assertNull(town.reviews.show(town.otto, id).text());
            town.past(id, "claimed_until", Duration.ofSeconds(1));
            assertEquals(Town.WORDS, town.reviews.claim(town.otto, id).text());
            refused(Code.REVIEW_CLAIMED, () -> town.reviews.decide(town.olga, id, town.yes()));
            town.reviews.decide(town.otto, id, town.yes());
            refused(Code.REVIEW_DECIDED, () -> town.reviews.claim(town.olga, id));
            refused(Code.REVIEW_DECIDED, () -> town.reviews.decide(town.otto, id, town.no()));
            refused(Code.REVIEW_NOT_FOUND, () -> town.reviews.claim(town.otto, "video_none"));
        }
    }

    @OnEachDatabase
    void urgentOrdersComeFirstAndThoseOfOnesOwnNever(Database database) {
        try (Town town = database.town()) {
            town.house.storage.write(
                    tx -> tx.update("update review set state = 'GONE' where state in ('OPEN', 'APPEALED')"));
            String first = town.order("one", "duck");
            String urgent = town.order("two", "intimate");
            assertEquals(urgent, town.reviews.list(town.olga, null, 1).get(0).jobId());
            Review own = town.reviews.show(town.olga, urgent);
            assertEquals(Duration.ofHours(48), Duration.between(own.askedAt(), own.endsAt()));
            var annToo = new org.mutoscope.core.identity.Caller(
                    "prin_ann",
                    town.ann.accountId(),
                    "ann",
                    java.util.Set.of(org.mutoscope.core.identity.Role.OPERATOR));
            refused(Code.REVIEW_NOT_YOURS, () -> town.reviews.claim(annToo, urgent));
            refused(Code.REVIEW_NOT_FOUND, () -> town.reviews.claim(annToo, null));
            assertEquals(urgent, town.reviews.claim(town.olga, null).jobId());
            assertEquals(first, town.reviews.claim(town.otto, null).jobId());
        }
    }

    @OnEachDatabase
    void onlyOperatorsSitAtTheDesk(Database database) {
        try (Town town = database.town()) {
            String id = town.order();
            refused(Code.FORBIDDEN, () -> town.reviews.claim(town.ann, id));
            refused(Code.FORBIDDEN, () -> town.reviews.decide(town.ann, id, town.yes()));
            Review shown = town.reviews.show(town.ann, id);
            assertNull(shown.text());
            assertEquals(List.of(), shown.said());
            var bob =
                    new org.mutoscope.core.identity.Caller("prin_bob", town.house.account(), "bob", java.util.Set.of());
            refused(Code.REVIEW_NOT_FOUND, () -> town.reviews.show(bob, id));
            assertEquals(List.of(), town.reviews.list(bob, null, 100));
            refused(Code.REVIEW_NOT_FOUND, () -> town.reviews.appeal(bob, id, "please"));
        }
    }

    @OnEachDatabase
    void badDecisionsAreNamed(Database database) {
        try (Town town = database.town()) {
            String id = town.order();
            town.reviews.claim(town.olga, id);
            for (Decision bad : List.of(
                    new Decision(true, "deception", null, Map.of(), "r"),
                    new Decision(true, null, "no", Map.of(), "r"),
                    new Decision(true, null, null, Map.of("mutoscope.review", "x"), "r"),
                    new Decision(true, null, null, Map.of("ok", "a\nb"), "r"),
                    new Decision(true, null, null, Map.of(), " "),
                    new Decision(true, null, null, Map.of(), null),
                    new Decision(false, null, "s", Map.of(), "r"),
                    new Decision(false, "Not A Word", "s", Map.of(), "r"),
                    new Decision(false, "x", null, Map.of(), "r"),
                    new Decision(false, "x", "s".repeat(301), Map.of(), "r"),
                    new Decision(false, "x", "\uD800", Map.of(), "r"),
                    new Decision(false, "x", "s", Map.of("a", "b"), "r"))) {
                refused(Code.INVALID_DECISION, () -> town.reviews.decide(town.olga, id, bad));
            }
            assertEquals(State.OPEN, town.reviews.show(town.olga, id).state(), "and nothing was decided");
        }
    }

    @OnEachDatabase
    void whatWasSaidOnceIsKnownWhileNothingHasChanged(Database database) {
        try (Town town = database.town()) {
            ReviewGate.Looked looked = town.looked(Town.WORDS);
            assertTrue(town.gate.known(looked).isEmpty());
            town.decided(town.order(), town.olga, town.yes());
            assertTrue(town.gate.known(looked).orElseThrow().allowed());
            assertTrue(town.gate.known(town.looked(Town.WORDS + " ")).isEmpty(), "other words");
            assertTrue(
                    town.gate
                            .known(new ReviewGate.Looked(
                                    town.ann.accountId(), "prompt", Town.WORDS, List.of("rules (a@2)", "names (b@2)")))
                            .isEmpty(),
                    "another version of a guard");
            assertTrue(
                    town.gate
                            .known(new ReviewGate.Looked(town.house.account(), "prompt", Town.WORDS, looked.guards()))
                            .isEmpty(),
                    "another account");
            town.names.incrementAndGet();
            assertTrue(town.gate.known(looked).isEmpty(), "other names");
        }
    }

    @OnEachDatabase
    void aYesWithDutiesIsForItsOneOrder(Database database) {
        try (Town town = database.town()) {
            Decision yes = new Decision(true, null, null, Map.of("attribute", "Bob"), "harmless");
            town.decided(town.order(), town.olga, yes);
            assertTrue(town.gate.known(town.looked(Town.WORDS)).isEmpty());
        }
    }

    @OnEachDatabase
    void anAppealIsForAnotherReviewerAndOnce(Database database) {
        try (Town town = database.town()) {
            String id = town.order();
            refused(Code.APPEAL_NOT_POSSIBLE, () -> town.reviews.appeal(town.ann, id, "too early"));
            town.decided(id, town.olga, town.no());
            assertFalse(town.gate.known(town.looked(Town.WORDS)).orElseThrow().allowed());
            refused(Code.INVALID_REQUEST, () -> town.reviews.appeal(town.ann, id, " "));
            assertEquals(
                    State.APPEALED,
                    town.reviews.appeal(town.ann, id, "It is a duck.").state());
            refused(Code.APPEAL_NOT_POSSIBLE, () -> town.reviews.appeal(town.ann, id, "again"));
            refused(Code.REVIEW_NOT_YOURS, () -> town.reviews.claim(town.olga, id));
            Review claimed = town.reviews.claim(town.otto, id);
            assertEquals("It is a duck.", claimed.appeal());
            assertEquals(Town.WORDS, claimed.text());
            town.reviews.decide(town.otto, id, town.yes());
            assertTrue(town.gate.known(town.looked(Town.WORDS)).orElseThrow().allowed());
            assertEquals(JobState.CANCELLED, town.house.find(id).state(), "what has ended stays so");
            refused(Code.APPEAL_NOT_POSSIBLE, () -> town.reviews.appeal(town.ann, id, "again"));
        }
    }

    @OnEachDatabase
    void whatNobodyLooksAtEndsAndSaysSo(Database database) {
        try (Town town = database.town()) {
            String id = town.order();
            town.past(id, "ends_at", Duration.ofSeconds(1));
            town.desk.sweep();
            assertEquals(State.EXPIRED, town.reviews.show(town.olga, id).state());
            assertEquals("review_expired", town.house.find(id).errorCode());
            assertEquals("RELEASED", town.house.hold(id));
            String cancelled = town.order();
            town.house.board().cancel(cancelled);
            town.desk.sweep();
            assertEquals(State.GONE, town.reviews.show(town.olga, cancelled).state());
            assertEquals(0, sealed(town, id, cancelled), "and its words are forgotten");
        }
    }

    private static long sealed(Town town, String... ids) {
        return town.house.storage.read(tx -> tx.first(
                        "select count(*) n from review where sealed is not null and job_id in (?, ?)",
                        row -> row.number("n"),
                        (Object[]) ids)
                .orElseThrow());
    }

    @OnEachDatabase
    void anAppealThatNobodyLooksAtLeavesItRefusedAndWordsAreKeptNoLonger(Database database) {
        try (Town town = database.town()) {
            String id = town.order();
            town.decided(id, town.olga, town.no());
            town.reviews.appeal(town.ann, id, "It is a duck.");
            town.past(id, "ends_at", Duration.ofSeconds(1));
            String old = town.order("other", "duck");
            town.decided(old, town.olga, town.no());
            town.past(old, "decided_at", Duration.ofDays(31));
            town.desk.sweep();
            assertEquals(State.REFUSED, town.reviews.show(town.olga, id).state());
            assertEquals(0, sealed(town, id, old));
            refused(Code.APPEAL_NOT_POSSIBLE, () -> town.reviews.appeal(town.ann, old, "too late"));
        }
    }

    @OnEachDatabase
    void aRefusalWhoseEndWasCutOffIsCarriedOut(Database database) {
        try (Town town = database.town()) {
            String id = town.order();
            town.house.storage.write(tx -> tx.update(
                    "update review set state = 'REFUSED', category = 'x', sentence = 'No.', decided_at = ? where job_id = ?",
                    tx.now(),
                    id));
            town.desk.sweep();
            assertEquals(JobState.CANCELLED, town.house.find(id).state());
        }
    }

    @OnEachDatabase
    void anEndThatWasCutOffIsCarriedOutAlsoAfterAnAppeal(Database database) {
        try (Town town = database.town()) {
            String appealed = town.order();
            String expired = town.order();
            town.house.storage.write(tx -> tx.update(
                    "update review set state = 'APPEALED', category = 'x', sentence = 'No.', decided_at = ? where job_id = ?",
                    tx.now(),
                    appealed));
            town.house.storage.write(tx -> tx.update("update review set state = 'EXPIRED' where job_id = ?", expired));
            town.desk.sweep();
            assertEquals(JobState.CANCELLED, town.house.find(appealed).state());
            assertEquals("review_expired", town.house.find(expired).errorCode());
        }
    }

    @OnEachDatabase
    void theClockTellsHowLongOrdersWait(Database database) {
        try (Town town = database.town()) {
            town.house.storage.write(
                    tx -> tx.update("update review set state = 'GONE' where state in ('OPEN', 'APPEALED')"));
            assertEquals(0, town.reviews.clock().waiting());
            assertFalse(town.reviews.clock().late());
            String one = town.order("one", "duck");
            String two = town.order("two", "duck");
            town.past(one, "asked_at", Duration.ofHours(25));
            town.past(two, "asked_at", Duration.ofHours(2));
            town.order("three", "duck");
            Clock clock = town.reviews.clock();
            assertEquals(3, clock.waiting());
            assertEquals(25, clock.oldest().toHours());
            assertEquals(2, clock.median().toHours());
            assertTrue(clock.late());
        }
    }
}
