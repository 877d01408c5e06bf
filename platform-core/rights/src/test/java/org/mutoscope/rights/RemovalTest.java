package org.mutoscope.rights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.function.Executable;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Following;
import org.mutoscope.core.rights.Removals;
import org.mutoscope.core.rights.Removals.Removal;
import org.mutoscope.core.rights.Rights.Kind;
import org.mutoscope.core.rights.Rights.Offer;
import org.mutoscope.core.rights.Rights.State;
import org.mutoscope.core.rights.Rights.Subject;
import org.mutoscope.core.rights.Titles.Title;

/** Clips of me, and to whom I offer: what holders decide beside prices. */
class RemovalTest {
    @OnEachDatabase
    void aHolderAloneHasAClipRemovedAndAJobThatGoesOnEndsFree(Database database) {
        try (Town town = database.town()) {
            Removals removals = town.registry.removals();
            Subject subject = town.held(town.ann);
            Offer offer = town.offer(town.ann, subject, 5);
            String job = town.order(town.bob, subject, offer.id());
            refused(Code.VIDEO_NOT_FOUND, () -> removals.remove(town.carl, job, "not mine"));
            refused(Code.VIDEO_NOT_FOUND, () -> removals.remove(town.bob, job, "I only pay"));
            refused(Code.VIDEO_NOT_FOUND, () -> removals.remove(town.ann, "video_nothing", "no such"));
            for (String odd : new String[] {null, "", " ", "a\nb", "r".repeat(501)}) {
                refused(Code.INVALID_REQUEST, () -> removals.remove(town.ann, job, odd));
            }
            assertEquals(List.of(), removals.list(town.ann, 10));

            Removal removed = removals.remove(town.ann, job, "not like this").get(0);
            assertEquals(job, removed.jobId());
            assertEquals(List.of(), removals.remove(town.ann, job, "again"));
            town.sweep();
            assertEquals("CANCELLED", state(town, job).replace("FAILED", "CANCELLED"));
            assertEquals("RELEASED", town.house.hold(job));
            assertTrue(
                    town.house.words(job).contains("removed"),
                    town.house.words(job).toString());
            assertEquals(
                    List.of(job),
                    removals.list(town.ann, 10).stream().map(Removal::jobId).toList());
            assertEquals(List.of(), removals.list(town.bob, 10));
            assertEquals("not like this", removals.find(job).orElseThrow().reason());
            assertEquals(1, told(town, job));
        }
    }

    @OnEachDatabase
    void aFinishedClipIsToGoWithWhatWasMadeFromItAndStaysPaid(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            Offer offer = town.offer(town.ann, subject, 5);
            String first = town.order(town.bob, subject, offer.id());
            String remix = town.house.submit(town.carl.accountId(), "m");
            String second = town.house.submit(town.carl.accountId(), "m");
            String other = town.house.submit(town.carl.accountId(), "m");
            town.house.storage.write(tx -> {
                tx.update("update job set parent_job = ? where id = ?", first, remix);
                tx.update("update job set parent_job = ? where id = ?", remix, second);
                return tx.update(
                        "update job set state = 'COMPLETED', ended_at = ? where id in (?, ?, ?)",
                        tx.now(),
                        first,
                        remix,
                        other);
            });
            List<Removal> removed = town.registry.removals().remove(town.ann, first, "not like this");
            assertEquals(
                    List.of(first, remix, second),
                    removed.stream().map(Removal::jobId).toList());
            assertEquals("COMPLETED", state(town, first));
            assertTrue(due(town, first) && due(town, remix));
            assertFalse(due(town, other));
            town.sweep();
            assertTrue(Set.of("FAILED", "CANCELLED").contains(state(town, second)));
            assertEquals("HELD", town.house.hold(first), "nothing is given back of what was settled");
        }
    }

    @OnEachDatabase
    void aClipThatIsFinishedInTheMomentOfItsRemovalGoesToo(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            String job = town.order(
                    town.bob, subject, town.offer(town.ann, subject, 5).id());
            town.registry.removals().remove(town.ann, job, "not like this");
            town.house.storage.write(tx -> tx.update(
                    "update job set state = 'COMPLETED', ended_at = ?, expires_at = null where id = ?", tx.now(), job));
            town.sweep();
            assertTrue(due(town, job));
        }
    }

    @OnEachDatabase
    void allClipsOfASubjectAreRemovedAtOnceByItsHolder(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            Offer offer = town.offer(town.ann, subject, 0);
            for (int i = 0; i < 3; i++) {
                town.order(town.bob, subject, offer.id());
            }
            refused(
                    Code.SUBJECT_NOT_FOUND,
                    () -> town.registry.removals().removeAll(town.bob, subject.id(), "mine now"));
            assertEquals(
                    3,
                    town.registry
                            .removals()
                            .removeAll(town.ann, subject.id(), "enough")
                            .size());
            assertEquals(
                    0,
                    town.registry
                            .removals()
                            .removeAll(town.ann, subject.id(), "enough")
                            .size());
        }
    }

    @OnEachDatabase
    void anOfferToApprovedPeopleIsForThemAlone(Database database) {
        try (Town town = database.town()) {
            Following people = town.registry.following();
            Subject subject = town.held(town.ann);
            town.offer(town.ann, subject, 5, "assignee", "approved");
            assertFalse(mayUse(town, subject, "approved"));
            refused(Code.INVALID_REQUEST, () -> people.approve(town.ann, town.ann.accountId()));
            refused(Code.ACCOUNT_NOT_FOUND, () -> people.approve(town.ann, "acct_nobody"));
            assertFalse(people.approve(town.ann, town.bob.accountId()).mutual());
            people.approve(town.ann, town.bob.accountId());
            assertEquals(1, people.list(town.ann, 10).size());
            assertTrue(mayUse(town, subject, "approved"));
            assertTrue(people.drop(town.ann, town.bob.accountId()));
            assertFalse(people.drop(town.ann, town.bob.accountId()));
            assertFalse(mayUse(town, subject, "approved"));
        }
    }

    @OnEachDatabase
    void mutualsApproveBothWaysAndMeIsNobodyElse(Database database) {
        try (Town town = database.town()) {
            Following people = town.registry.following();
            Subject subject = town.held(town.ann);
            town.offer(town.ann, subject, 5, "assignee", "mutuals");
            people.approve(town.bob, town.ann.accountId());
            assertFalse(mayUse(town, subject, "mutuals"));
            assertTrue(people.approve(town.ann, town.bob.accountId()).mutual());
            assertTrue(mayUse(town, subject, "mutuals"));
            people.drop(town.bob, town.ann.accountId());
            assertFalse(mayUse(town, subject, "mutuals"));

            Subject own = town.held(town.carl);
            town.offer(town.carl, own, 5, "assignee", "me");
            people.approve(town.carl, town.bob.accountId());
            people.approve(town.bob, town.carl.accountId());
            assertFalse(mayUse(town, own, "me"));
        }
    }

    /** Whether the offer that Bob is shown names him. */
    private static boolean mayUse(Town town, Subject subject, String word) {
        String who = town.find(town.bob, subject).offers().get(0).terms().get("assignee");
        assertFalse(who.contains(word), who);
        return who.equals(town.bob.accountId());
    }

    @OnEachDatabase
    void aTitleIsGivenOnceAndNotOfWhatAnotherHolds(Database database) {
        try (Town town = database.town()) {
            String name = Town.name("Ann Person");
            Title title = new Title(Kind.LIKENESS, name, town.ann.accountId(), "enrolment enr_1");
            Subject given =
                    town.house.storage.write(tx -> town.registry.titles().give(tx, town.olga, title));
            assertEquals(State.ACTIVE, given.state());
            assertEquals(
                    given, town.house.storage.write(tx -> town.registry.titles().give(tx, town.olga, title)));
            Title other = new Title(
                    Kind.LIKENESS, name.toUpperCase(java.util.Locale.ROOT), town.bob.accountId(), "enrolment enr_2");
            refused(
                    Code.SUBJECT_HELD,
                    () -> town.house.storage.write(tx -> town.registry.titles().give(tx, town.olga, other)));
            town.rights.switchOff(town.olga, given.id(), true, "police asked");
            refused(
                    Code.SUBJECT_OFF,
                    () -> town.house.storage.write(tx -> town.registry.titles().give(tx, town.olga, title)));
        }
    }

    private static String state(Town town, String job) {
        return town.house.storage.read(
                tx -> tx.first("select state from job where id = ?", row -> row.text("state"), job)
                        .orElseThrow());
    }

    /** Whether the next round of the store deletes its files. */
    private static boolean due(Town town, String job) {
        return town.house.storage.read(
                tx -> tx.first("select expires_at from job where id = ?", row -> row.moment("expires_at") != null, job)
                        .orElseThrow());
    }

    private static long told(Town town, String job) {
        return town.house.storage.read(tx -> tx.first(
                        "select count(*) n from outbox where topic = 'clip.removed' and subject = ?",
                        row -> row.number("n"),
                        job)
                .orElseThrow());
    }

    private static void refused(Code code, Executable act) {
        Problem problem = assertThrows(Problem.class, act);
        assertEquals(code, problem.code(), problem.getMessage());
    }
}
