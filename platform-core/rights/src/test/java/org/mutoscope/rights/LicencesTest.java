package org.mutoscope.rights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.api.licensing.LicenceGrant;
import org.mutoscope.api.licensing.LicenceTerms;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Licences;
import org.mutoscope.core.rights.Rights.Grant;
import org.mutoscope.core.rights.Rights.Offer;
import org.mutoscope.core.rights.Rights.Subject;
import org.mutoscope.core.rights.Rights.Used;
import org.mutoscope.jobs.doubles.House;

/** What a job may use, how it is counted, and how it ends when a word is taken back. */
class LicencesTest {
    private static Code refused(Runnable act) {
        return assertThrows(Problem.class, act::run).code();
    }

    private static Grant grantOf(Town town, Subject subject) {
        return town.rights.grants(town.bob, 100).stream()
                .filter(grant -> grant.subjectId().equals(subject.id()))
                .findFirst()
                .orElseThrow();
    }

    @OnEachDatabase
    void whatNobodyRegisteredHasNothing(Database database) {
        try (Town town = database.town()) {
            assertEquals(
                    Licences.Found.NOTHING, town.licences.find(town.bob.accountId(), Set.of(), List.of("offer_x")));
            assertEquals(
                    Licences.Found.NOTHING,
                    town.licences.find(town.bob.accountId(), Set.of("Mickey", "a' or 1=1 --"), List.of()));
            Subject pending = town.register(town.ann, Town.name("Fox"));
            assertEquals(Licences.Found.NOTHING, town.find(town.bob, pending));
        }
    }

    @OnEachDatabase
    void anOfferIsAcceptedWithTheJobAndNotBefore(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            Offer offer = town.offer(town.ann, subject, 5);
            Licences.Found before = town.find(town.bob, subject);
            assertEquals(offer.id(), before.offers().get(0).id());
            assertEquals(5, before.offers().get(0).credits());
            assertTrue(before.grants().isEmpty());
            LicenceGrant grant =
                    town.find(town.bob, subject, offer.id()).grants().get(0);
            assertEquals(town.ann.accountId(), grant.terms().get(LicenceTerms.HOLDER));
            assertTrue(town.rights.grants(town.bob, 10).isEmpty(), "looking grants nothing");

            String job = town.order(town.bob, subject, offer.id());
            Grant made = grantOf(town, subject);
            assertEquals(grant.id(), made.id());
            assertEquals(1, made.used());
            assertTrue(town.find(town.bob, subject).offers().isEmpty(), "it is a grant now");
            Used used = town.rights.uses(town.ann, 10).get(0);
            assertEquals(job, used.jobId());
            assertEquals(5, used.credits());
            // Accepted again it is the same grant.
            town.order(town.bob, subject, offer.id());
            assertEquals(2, grantOf(town, subject).used());
            assertEquals(1, town.rights.grants(town.bob, 10).size());
        }
    }

    @OnEachDatabase
    void anOfferThatIsGoneIsNamed(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            Offer offer = town.offer(town.ann, subject, 5);
            assertEquals(Code.OFFER_NOT_FOUND, refused(() -> town.find(town.bob, subject, "offer_none")));
            LicenceGrant looked =
                    town.find(town.bob, subject, offer.id()).grants().get(0);
            assertTrue(town.rights.withdrawOffer(town.ann, offer.id()));
            assertEquals(Code.OFFER_NOT_FOUND, refused(() -> town.find(town.bob, subject, offer.id())));
            long before = town.house.available(town.bob.accountId());
            assertEquals(
                    Code.OFFER_NOT_FOUND,
                    refused(() -> town.queue(town.bob, looked, List.of(), Set.of(), offer.id())),
                    "withdrawn between the look and the order");
            assertEquals(before, town.house.available(town.bob.accountId()), "nothing is held");
        }
    }

    @OnEachDatabase
    void ofSixtyFourJobsAtOnceFiveAreWithinTheCount(Database database) throws Exception {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            Offer offer = town.offer(town.ann, subject, 0, LicenceTerms.COUNT, "5");
            LicenceGrant grant =
                    town.find(town.bob, subject, offer.id()).grants().get(0);
            ExecutorService threads = Executors.newFixedThreadPool(16);
            List<Future<String>> orders = new ArrayList<>();
            for (int n = 0; n < 28; n++) {
                orders.add(threads.submit(() -> town.queue(town.bob, grant, List.of(), Set.of(), offer.id())));
            }
            int queued = 0;
            for (Future<String> order : orders) {
                try {
                    order.get();
                    queued++;
                } catch (ExecutionException e) {
                    assertEquals(Code.LICENCE_USED_UP, ((Problem) e.getCause()).code());
                }
            }
            threads.shutdownNow();
            assertEquals(5, queued);
            assertEquals(5, grantOf(town, subject).used());
            assertEquals(Code.LICENCE_USED_UP, refused(() -> town.find(town.bob, subject, offer.id())));
            assertTrue(town.find(town.bob, subject).offers().isEmpty(), "an account accepts an offer once");
        }
    }

    @OnEachDatabase
    void aUseThatCameToNothingDoesNotCount(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            Offer offer = town.offer(town.ann, subject, 0, LicenceTerms.COUNT, "1");
            String job = town.order(town.bob, subject, offer.id());
            assertEquals(Code.LICENCE_USED_UP, refused(() -> town.find(town.bob, subject, offer.id())));
            LicenceGrant over = town.find(town.bob, subject).grants().get(0);
            assertTrue(
                    LicenceTerms.at(over.terms().get(LicenceTerms.UNTIL)).isBefore(Instant.now()),
                    "policies see that it is over, not that there was nothing");
            town.house.board().cancel(job);
            assertEquals(0, grantOf(town, subject).used());
            town.order(town.bob, subject);
        }
    }

    @OnEachDatabase
    void timesAreKeptTo(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            Offer past = town.offer(
                    town.ann,
                    subject,
                    0,
                    LicenceTerms.UNTIL,
                    Instant.now().minusSeconds(60).toString());
            LicenceGrant grant =
                    town.find(town.bob, subject, past.id()).grants().get(0);
            assertEquals(
                    Code.LICENCE_REVOKED, refused(() -> town.queue(town.bob, grant, List.of(), Set.of(), past.id())));
        }
    }

    @OnEachDatabase
    void aFeeThatWasNotAgreedIsRefused(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            Offer offer = town.offer(town.ann, subject, 5);
            LicenceGrant grant =
                    town.find(town.bob, subject, offer.id()).grants().get(0);
            for (LicenceFee fee : List.of(
                    new LicenceFee(town.ann.accountId(), grant.id(), 6),
                    new LicenceFee(town.carl.accountId(), grant.id(), 5))) {
                assertEquals(
                        Code.LICENCE_DENIED,
                        refused(() -> town.queue(town.bob, grant, List.of(fee), Set.of(), offer.id())));
            }
        }
    }

    @OnEachDatabase
    void anothersGrantIsNobodysToUse(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            Offer offer = town.offer(town.ann, subject, 5);
            town.order(town.bob, subject, offer.id());
            LicenceGrant bobs = town.find(town.bob, subject).grants().get(0);
            assertEquals(
                    Code.LICENCE_DENIED, refused(() -> town.queue(town.carl, bobs, List.of(), Set.of(), offer.id())));
        }
    }

    @OnEachDatabase
    void theKillSwitchEndsWhatIsQueued(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            Offer offer = town.offer(town.ann, subject, 5);
            long before = town.house.available(town.bob.accountId());
            String job = town.order(town.bob, subject, offer.id());
            String other = town.house.submit(town.bob.accountId(), "m");
            town.sweep();
            assertEquals(JobState.QUEUED, town.house.find(job).state());
            town.rights.switchOff(town.ann, subject.id(), true, "no more");
            House.until(() -> town.house.find(job).state().ended()); // it looks at once, not only every 30 s
            assertEquals(JobState.CANCELLED, town.house.find(job).state());
            assertEquals("licence_revoked", town.house.find(job).errorCode());
            assertEquals(JobState.QUEUED, town.house.find(other).state());
            town.house.board().cancel(other);
            assertEquals(before, town.house.available(town.bob.accountId()));
        }
    }

    @OnEachDatabase
    void theKillSwitchEndsAlsoWhatUsesItWithoutAGrant(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            String job = town.free(town.bob, subject);
            Used used = town.rights.uses(town.ann, 10).get(0);
            assertEquals(job, used.jobId());
            assertEquals(subject.id(), used.subjectId());
            assertNull(used.grantId());
            town.sweep();
            assertEquals(JobState.QUEUED, town.house.find(job).state());
            town.rights.switchOff(town.ann, subject.id(), true, "no more");
            House.until(() -> town.house.find(job).state() == JobState.CANCELLED);
            assertEquals("licence_revoked", town.house.find(job).errorCode());
            assertEquals(Code.SUBJECT_OFF, refused(() -> town.free(town.bob, subject)));
        }
    }

    @OnEachDatabase
    void whatIsInDisputeIsNotUsedWithoutAGrantEither(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            String before = town.free(town.bob, subject);
            town.rights.dispute(town.olga, subject.id(), true, "two say so");
            assertEquals(Code.SUBJECT_IN_DISPUTE, refused(() -> town.free(town.bob, subject)));
            town.sweep();
            assertEquals(JobState.QUEUED, town.house.find(before).state(), "what runs goes on");
        }
    }

    @OnEachDatabase
    void whatAGrantCoversIsOneUseAndItsFeeIsEarnedOnce(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            Offer offer = town.offer(town.ann, subject, 5);
            LicenceGrant grant =
                    town.find(town.bob, subject, offer.id()).grants().get(0);
            String job =
                    town.queue(town.bob, grant, List.of(LicenceTerms.fee(grant).orElseThrow()), Set.of(), offer.id());
            List<Used> uses = town.rights.uses(town.ann, 10);
            assertEquals(1, uses.size());
            assertEquals(job, uses.get(0).jobId());
            assertEquals(grant.id(), uses.get(0).grantId());
        }
    }

    @OnEachDatabase
    void whoReservesOrOnceOfferedGivesNothingForFree(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            assertEquals(Set.of(), town.find(town.bob, subject).reserved());
            assertEquals(Code.SUBJECT_NOT_FOUND, refused(() -> town.rights.reserve(town.bob, subject.id(), true)));
            assertEquals(Code.INVALID_SUBJECT, refused(() -> town.rights.reserve(town.olga, subject.id(), true)));
            Offer offer = town.offer(town.ann, subject, 5);
            town.order(town.bob, subject, offer.id());
            town.rights.withdrawOffer(town.ann, offer.id());
            town.rights.revoke(town.ann, grantOf(town, subject).id(), "no more");
            assertEquals(Set.of(subject.id()), town.find(town.bob, subject).reserved(), "also without any offer");
            town.rights.reserve(town.ann, subject.id(), false);
            assertEquals(Set.of(), town.find(town.bob, subject).reserved());
            town.rights.reserve(town.ann, subject.id(), true);
            assertEquals(Set.of(subject.id()), town.find(town.bob, subject).reserved());
        }
    }

    @OnEachDatabase
    void aDraftIsAskedForWhenItIsThereAndNotBefore(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            Offer offer = town.offer(town.ann, subject, 5, LicenceTerms.CONSENT, LicenceTerms.AFTER);
            String yes = town.order(town.bob, subject, offer.id());
            String late = town.order(town.bob, subject);
            assertEquals(Optional.empty(), town.licences.waits(yes), "it may begin");
            assertTrue(town.licences.wantDraft(yes));
            assertTrue(town.rights.approvals(town.ann).isEmpty());
            assertEquals(Code.APPROVAL_NOT_FOUND, refused(() -> town.rights.answer(town.ann, yes, true)));
            town.sweep();
            assertEquals(JobState.QUEUED, town.house.find(yes).state(), "no time runs before the draft is there");
            for (String job : List.of(yes, late)) {
                assertEquals(
                        "waiting for a holder to agree to the finished clip",
                        town.house.storage.write(tx -> town.licences.drafted(tx, job)));
            }
            assertFalse(town.licences.wantDraft(yes));
            assertTrue(town.licences.waits(yes).isPresent());
            assertTrue(town.rights.approvals(town.ann).get(0).draft());
            assertTrue(town.rights.mayPreview(town.ann, yes));
            assertFalse(town.rights.mayPreview(town.bob, yes), "whose clip it is waits like everybody");
            assertFalse(town.rights.mayPreview(town.carl, yes));
            town.rights.answer(town.ann, yes, true);
            assertEquals(Optional.empty(), town.licences.waits(yes));
            assertFalse(town.rights.mayPreview(town.ann, yes));
            town.house.storage.write(tx -> tx.update(
                    "update rights_approval set ends_at = ? where job_id = ?",
                    tx.now().minusSeconds(1),
                    late));
            town.sweep();
            assertEquals("approval_refused", town.house.find(late).errorCode(), "no answer is a no");
            assertEquals(JobState.QUEUED, town.house.find(yes).state());
        }
    }

    @OnEachDatabase
    void aRevokedGrantEndsItsJobsAlsoAfterARestart(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            Offer offer = town.offer(town.ann, subject, 5);
            String job = town.order(town.bob, subject, offer.id());
            Grant grant = grantOf(town, subject);
            assertEquals(Code.GRANT_NOT_FOUND, refused(() -> town.rights.revoke(town.bob, grant.id(), "mine")));
            // As if the process had ended between the decision and its consequence.
            town.house.storage.write(tx -> GrantTable.revoke(tx, grant.id()));
            town.sweep();
            assertEquals(JobState.CANCELLED, town.house.find(job).state());
            assertEquals(Code.LICENCE_REVOKED, refused(() -> town.find(town.bob, subject, offer.id())));
        }
    }

    @OnEachDatabase
    void aJobWaitsForTheWordOfItsHolder(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            Offer offer = town.offer(town.ann, subject, 5, LicenceTerms.CONSENT, LicenceTerms.BEFORE);
            String yes = town.order(town.bob, subject, offer.id());
            String no = town.order(town.bob, subject);
            assertTrue(town.licences.waits(yes).isPresent());
            assertEquals(2, town.rights.approvals(town.ann).size());
            assertEquals("a cat", town.rights.approvals(town.ann).get(0).prompt());
            assertEquals(Code.APPROVAL_NOT_FOUND, refused(() -> town.rights.answer(town.bob, yes, true)));
            town.rights.answer(town.ann, yes, true);
            assertEquals(Optional.empty(), town.licences.waits(yes));
            town.rights.answer(town.ann, no, false);
            assertTrue(town.licences.waits(no).isPresent(), "a no is no yes, also before the job has ended");
            House.until(() -> town.house.find(no).state() == JobState.CANCELLED);
            assertEquals("approval_refused", town.house.find(no).errorCode());
            assertEquals("RELEASED", town.house.hold(no));
            assertEquals(JobState.QUEUED, town.house.find(yes).state());
            assertEquals(Code.APPROVAL_NOT_FOUND, refused(() -> town.rights.answer(town.ann, no, true)));
        }
    }

    @OnEachDatabase
    void whoDoesNotAnswerSaysNo(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            Offer offer = town.offer(town.ann, subject, 5, LicenceTerms.CONSENT, LicenceTerms.BEFORE);
            String job = town.order(town.bob, subject, offer.id());
            town.house.storage.write(tx -> tx.update(
                    "update rights_approval set ends_at = ? where job_id = ?",
                    tx.now().minusSeconds(1),
                    job));
            town.sweep();
            assertEquals("approval_refused", town.house.find(job).errorCode());
        }
    }

    @OnEachDatabase
    void nobodyAgreesToWordsThatAreInReview(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            Offer offer = town.offer(town.ann, subject, 5, LicenceTerms.CONSENT, LicenceTerms.BEFORE);
            String job = town.order(town.bob, subject, offer.id());
            town.house.storage.write(tx -> tx.update("update job set prompt = '(in review)' where id = ?", job));
            assertTrue(town.rights.approvals(town.ann).isEmpty());
            assertEquals(Code.APPROVAL_NOT_FOUND, refused(() -> town.rights.answer(town.ann, job, true)));
            town.house.storage.write(tx -> tx.update(
                    "update rights_approval set ends_at = ? where job_id = ?",
                    tx.now().minusSeconds(1),
                    job));
            town.sweep();
            assertEquals(JobState.QUEUED, town.house.find(job).state(), "no time runs meanwhile");
        }
    }

    @OnEachDatabase
    void whatACaptureEarnedIsNoted(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            Offer offer = town.offer(town.ann, subject, 5);
            String job = town.order(town.bob, subject, offer.id());
            for (int n = 0; n < 2; n++) {
                town.house.storage.write(tx -> {
                    town.licences.earned(tx, job);
                    return null;
                });
            }
            assertTrue(town.rights.uses(town.ann, 10).get(0).earned());
            town.house.verifyLedger();
        }
    }
}
