package org.mutoscope.rights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.licensing.LicenceGrant;
import org.mutoscope.api.licensing.LicenceTerms;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Licences;
import org.mutoscope.core.rights.Rights.Grant;
import org.mutoscope.core.rights.Rights.Offer;
import org.mutoscope.core.rights.Rights.Subject;

/** Terms that the registry itself keeps to, and what becomes of them when things change after they were agreed. */
class TermsTest {
    private static Code refused(Runnable act) {
        return assertThrows(Problem.class, act::run).code();
    }

    private static LicenceGrant looked(Town town, Subject subject, Offer offer) {
        return town.find(town.bob, subject, offer.id()).grants().get(0);
    }

    private static List<String> told(Town town, Caller holder) {
        return town.house.storage.read(tx -> tx.query(
                "select subject from outbox where topic = 'rights.used' and account_id = ?",
                row -> row.text("subject"),
                holder.accountId()));
    }

    @OnEachDatabase
    void aGrantLastsFromItsMaking(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            Offer offer = town.offer(town.ann, subject, 0, LicenceTerms.ELAPSED, "P3D");
            town.order(town.bob, subject, offer.id());
            LicenceGrant grant = town.find(town.bob, subject).grants().get(0);
            Instant end = LicenceTerms.at(grant.terms().get(LicenceTerms.UNTIL));
            Duration left = Duration.between(Instant.now(), end);
            assertTrue(left.compareTo(Duration.ofDays(3)) <= 0 && left.compareTo(Duration.ofDays(2)) > 0, "" + left);
        }
    }

    @Test
    void theEarlierOfTwoEndsCounts() {
        Instant made = Instant.parse("2026-06-01T12:00:00Z");
        assertEquals(
                Instant.parse("2026-06-02T00:00:00Z"),
                GrantTable.ends(
                        Map.of(LicenceTerms.ELAPSED, "P3D", LicenceTerms.UNTIL, "2026-06-02T02:00:00+02:00"), made));
        assertEquals(
                Instant.parse("2026-06-04T12:00:00Z"),
                GrantTable.ends(Map.of(LicenceTerms.ELAPSED, "P3D", LicenceTerms.UNTIL, "2027-01-01T00:00:00Z"), made));
    }

    @OnEachDatabase
    void secondsOfAllClipsOfAGrantAreCounted(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            String first = town.free(town.carl, subject);
            long seconds = town.house.find(first).asked().seconds();
            Offer offer = town.offer(town.ann, subject, 0, LicenceTerms.METERED, "PT" + (2 * seconds + 1) + "S");
            String one = town.order(town.bob, subject, offer.id());
            town.order(town.bob, subject);
            assertEquals(Code.LICENCE_USED_UP, refused(() -> town.order(town.bob, subject)));
            town.house.board().cancel(one);
            town.order(town.bob, subject);
        }
    }

    @OnEachDatabase
    void whoWantsToKnowIsToldOnceAndNothingOfTheWords(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            Offer offer = town.offer(town.ann, subject, 1, LicenceTerms.INFORM, "holder");
            String job = town.order(town.bob, subject, offer.id());
            assertEquals(List.of(), told(town, town.ann), "not before it is there");
            for (int n = 0; n < 2; n++) {
                town.house.storage.write(tx -> {
                    town.licences.earned(tx, job);
                    return null;
                });
            }
            assertEquals(List.of(job), told(town, town.ann));
            assertEquals(List.of(), told(town, town.bob));
        }
    }

    @OnEachDatabase
    void whatIsMadeFromAClipShowsWhatItShows(Database database) {
        try (Town town = database.town()) {
            Subject fox = town.held(town.ann);
            Subject wolf = town.held(town.ann);
            String free = town.free(town.bob, fox);
            assertEquals(
                    List.of(new Licences.Shown(fox.id(), "character")),
                    town.licences.shown(town.bob.accountId(), free));
            Offer none = town.offer(town.ann, wolf, 0, LicenceTerms.DOWNSTREAM, "none");
            String last = town.order(town.bob, wolf, none.id());
            assertEquals(Code.NOTHING_FROM_IT, refused(() -> town.licences.shown(town.bob.accountId(), last)));
            assertEquals(1, town.licences.shown(town.ann.accountId(), last).size(), "its holder may");
            assertEquals(List.of(), town.licences.shown(town.bob.accountId(), "video_none"));
        }
    }

    @OnEachDatabase
    void anOfferMadeAfterwardsChangesNoGrant(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            Offer cheap = town.offer(town.ann, subject, 5);
            town.order(town.bob, subject, cheap.id());
            town.rights.withdrawOffer(town.ann, cheap.id());
            town.offer(town.ann, subject, 50);
            town.order(town.bob, subject);
            Grant grant = town.rights.grants(town.bob, 10).get(0);
            assertEquals(5, grant.credits());
            assertEquals(2, grant.used());
        }
    }

    @OnEachDatabase
    void whatWasAdmittedInTimeIsFinishedAfterIt(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            Offer offer = town.offer(
                    town.ann,
                    subject,
                    0,
                    LicenceTerms.UNTIL,
                    Instant.now().plusSeconds(3600).toString());
            LicenceGrant grant = looked(town, subject, offer);
            String job = town.queue(town.bob, grant, List.of(), Set.of(), offer.id());
            town.house.storage.write(tx -> tx.update(
                    "update rights_grant set ends_at = ? where id = ?", tx.now().minusSeconds(1), grant.id()));
            town.sweep();
            assertEquals(JobState.QUEUED, town.house.find(job).state());
            assertEquals(Code.LICENCE_REVOKED, refused(() -> town.order(town.bob, subject, offer.id())));
        }
    }

    @OnEachDatabase
    void anOfferForAnAccountThatIsNotThereIsForNobody(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            Offer offer = town.offer(town.ann, subject, 0, LicenceTerms.WHO, "acct_gone");
            assertEquals(
                    "acct_gone", looked(town, subject, offer).terms().get(LicenceTerms.WHO), "the policies keep to it");
        }
    }
}
