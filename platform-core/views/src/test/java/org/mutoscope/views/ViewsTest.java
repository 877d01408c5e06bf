package org.mutoscope.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.views.ViewDesk.Appeal;
import org.mutoscope.core.views.ViewDesk.AppealState;
import org.mutoscope.core.views.Views;
import org.mutoscope.core.views.Watch.Event;
import org.mutoscope.core.views.Watch.Kind;
import org.mutoscope.core.views.Watch.Visit;

/** Views from the player to the sums, on each database. */
class ViewsTest {
    private static final long VIEW = Views.VIEW;

    private static void refused(Code code, Executable call) {
        assertEquals(code, assertThrows(Problem.class, call).code());
    }

    @OnEachDatabase
    void whatMakesNoSenseIsRefused(Database database) {
        try (Street street = new Street(database)) {
            Caller ann = street.person();
            String clip = street.clip(ann);
            String token = street.watch().open(Visit.of(ann.accountId(), clip)).token();
            refused(Code.VIDEO_NOT_FOUND, () -> street.watch().open(Visit.unknown("video_none")));
            for (Event event : List.of(
                    new Event(-1, Kind.BEAT, 0, true),
                    new Event(1_000, Kind.BEAT, 0, true),
                    new Event(0, Kind.END, 0, true),
                    new Event(1, Kind.START, 0, true),
                    new Event(1, null, 0, true),
                    new Event(1, Kind.BEAT, -1, true),
                    new Event(1, Kind.BEAT, 86_400_001, true))) {
                refused(Code.INVALID_VIEW, () -> street.say(token, "n", event));
            }
            refused(Code.INVALID_VIEW, () -> street.say(token, "n"));
            Event[] many =
                    Collections.nCopies(33, new Event(1, Kind.BEAT, 0, true)).toArray(Event[]::new);
            refused(Code.INVALID_VIEW, () -> street.say(token, "n", many));
            for (String name : new String[] {"", " ", "a\nb", "x".repeat(129), null}) {
                refused(Code.INVALID_VIEW, () -> street.watch().open(new Visit(clip, null, "acct_site", name)));
            }
            refused(Code.INVALID_VIEW, () -> street.watch().open(new Visit(clip, "acct_a", "acct_site", "x")));
            refused(Code.FORBIDDEN, () -> street.watch().open(new Visit(clip, null, "acct_other", "x")));
            refused(Code.INVALID_VIEW_TOKEN, () -> street.say("vt1.x.y", "n", new Event(0, Kind.START, 0, true)));
            street.storage.write(tx -> tx.update("update job set state = 'FAILED' where id = ?", clip));
            refused(Code.VIDEO_NOT_READY, () -> street.watch().open(Visit.unknown(clip)));
            assertEquals(Map.of(), street.counts(clip), "nothing was taken down");
        }
    }

    /** G9, inside: nothing of this moves a weight. */
    @OnEachDatabase
    void whatIsNotHonestMovesNothing(Database database) {
        try (Street street = new Street(database)) {
            Caller ann = street.person();
            Caller second = street.person();
            Caller third = street.person();
            Caller holder = street.person();
            String parent = street.clip(holder);
            String clip = street.clip(ann, 8, parent);
            street.device(ann, second);
            street.device(second, third);
            street.see(ann, clip);
            street.see(holder, clip);
            street.see(second, clip);
            street.see(third, clip);
            street.see(street.person(Duration.ofDays(6)), clip);
            street.see(Visit.unknown(clip), "n", 8_000);
            for (int n = 0; n < 51; n++) {
                street.see(new Visit(clip, null, "acct_site", "robot " + n), "one machine", 8_000);
            }
            assertEquals(
                    Map.of("own", 2L, "linked", 2L, "young", 1L, "unattested", 1L, "burst", 51L), street.counts(clip));
            assertEquals(Map.of(), street.weights());
            Views.Month month = street.views().month(Street.OCTOBER);
            assertEquals(new Views.Month(Street.OCTOBER, Views.State.OPEN, 0, 53, 4, 0), month);
        }
    }

    @OnEachDatabase
    void replaysAndOldTokensMoveNothing(Database database) {
        try (Street street = new Street(database)) {
            String clip = street.clip(street.person());
            Caller viewer = street.person();
            String token = street.see(viewer, clip);
            for (int n = 0; n < 5; n++) {
                street.say(token, "elsewhere", new Event(0, Kind.START, 0, true), new Event(1, Kind.END, 8_000, true));
                street.say(
                        token, "elsewhere", new Event(1, Kind.END, 800_000, true), new Event(2, Kind.END, 8_000, true));
            }
            assertEquals(Map.of("valid", 1L), street.counts(clip));
            assertEquals(Map.of(clip, VIEW), street.weights());
            street.pass(Duration.ofMinutes(31));
            refused(Code.INVALID_VIEW_TOKEN, () -> street.say(token, "n", new Event(3, Kind.BEAT, 9_000, true)));
            street.pass(Duration.ofDays(3));
            street.restart();
            street.system.look();
            refused(Code.INVALID_VIEW_TOKEN, () -> street.say(token, "n", new Event(3, Kind.BEAT, 9_000, true)));
            assertEquals(0, number(street, "select count(*) n from view_key"), "networks cannot be found out any more");
        }
    }

    @OnEachDatabase
    void weightsByVideoAndByWhoWatched(Database database) {
        try (Street street = new Street(database)) {
            Caller ann = street.person();
            Caller ben = street.person();
            String one = street.clip(ann);
            String two = street.clip(ann);
            Caller viewer = street.person();
            Caller other = street.person();
            street.see(viewer, one);
            street.see(viewer, two);
            street.see(viewer, two);
            street.see(other, two);
            street.see(new Visit(one, null, "acct_site", "visitor"), "n", 8_000);
            assertEquals(Map.of("repeat", 1L, "valid", 2L), street.counts(two));
            assertEquals(Map.of(one, 2 * VIEW, two, 2 * VIEW), street.weights());
            assertEquals(
                    List.of(
                            new Views.PayerWeight(viewer.accountId(), one, VIEW),
                            new Views.PayerWeight(viewer.accountId(), two, VIEW),
                            new Views.PayerWeight(other.accountId(), two, VIEW)),
                    street.payers());
            assertEquals(
                    2, street.desk().counts(ann, Street.OCTOBER, null, null, 10).size());
            assertEquals(
                    1, street.desk().counts(ann, Street.OCTOBER, null, one, 10).size());
            assertEquals(List.of(), street.desk().counts(ben, Street.OCTOBER, null, null, 10));
            refused(Code.VIDEO_NOT_FOUND, () -> street.desk().counts(ben, Street.OCTOBER, one, null, 1));
            leave(street, viewer);
            assertEquals(Map.of(one, 2 * VIEW, two, 2 * VIEW), street.weights(), "counts stay");
            assertEquals(1, street.payers().size(), "who watched is forgotten");
            assertEquals(
                    List.of(),
                    street.desk().recompute(street.olga, Street.OCTOBER).differences());
        }
    }

    /** What the erasure of an account does. */
    private static void leave(Street street, Caller who) {
        street.storage.write(tx -> tx.update("delete from view_viewer where account_id = ?", who.accountId()));
    }

    @OnEachDatabase
    void aDayIsSealedAndThenOnlyCorrected(Database database) {
        try (Street street = new Street(database)) {
            Caller ann = street.person();
            Caller friend = street.person();
            String clip = street.clip(ann);
            street.device(ann, friend);
            street.see(friend, clip);
            street.see(street.person(), clip);
            assertEquals(Map.of("linked", 1L, "valid", 1L), street.counts(clip));
            street.storage.write(tx -> tx.update("delete from account_bucket"));
            street.now = Instant.parse("2026-11-09T23:59:59Z");
            street.restart();
            street.system.look();
            assertEquals(
                    Views.State.PROVISIONAL,
                    street.views().month(Street.OCTOBER).state());
            street.now = Instant.parse("2026-12-01T00:00:00Z");
            street.system.look();
            assertEquals(
                    Views.State.SEALED, street.views().month(Street.OCTOBER).state());
            assertEquals(Map.of(clip, VIEW), street.weights());

            Appeal appeal = street.desk().appeal(ann, clip, Street.TENTH, "she is my neighbour");
            refused(Code.INVALID_VIEW, () -> street.desk().appeal(ann, clip, Street.TENTH, "again"));
            street.desk().decide(street.olga, appeal.id(), true, "a neighbour");
            refused(Code.VIEW_APPEAL_DECIDED, () -> street.desk().decide(street.olga, appeal.id(), true, "x"));
            assertEquals(Map.of(clip, VIEW), street.weights(), "what is sealed stays");
            assertEquals(List.of(VIEW), corrections(street));
            street.desk().rule(street.olga, clip, Street.TENTH, true, "bought views");
            street.desk().rule(street.olga, clip, Street.TENTH, true, "bought views, still");
            assertEquals(
                    -VIEW,
                    corrections(street).stream().mapToLong(Long::longValue).sum(),
                    "one counted, and counts no more; the other came and went");
            assertEquals(Map.of("corrected", 3L, "linked", 1L, "valid", 1L), street.counts(clip));
            assertEquals(
                    List.of(),
                    street.desk().recompute(street.olga, Street.OCTOBER).differences());
            assertTrue(street.audit.acts.toString().contains("views.rule " + clip + " 2026-10-10 withheld: bought"));
        }
    }

    private static List<Long> corrections(Street street) {
        return street.views().corrections(0, 100).stream()
                .map(Views.Correction::microViews)
                .toList();
    }

    @OnEachDatabase
    void anAppealBeforeSealingChangesTheCount(Database database) {
        try (Street street = new Street(database)) {
            Caller ann = street.person();
            Caller friend = street.person();
            String clip = street.clip(ann);
            street.device(ann, friend);
            refused(Code.INVALID_VIEW, () -> street.desk().appeal(ann, clip, Street.TENTH, "nobody watched"));
            refused(Code.INVALID_VIEW, () -> street.desk().rule(street.olga, clip, Street.TENTH, true, "x"));
            street.see(friend, clip);
            street.system.look();
            refused(Code.VIDEO_NOT_FOUND, () -> street.desk().appeal(friend, clip, Street.TENTH, "x"));
            refused(Code.INVALID_VIEW, () -> street.desk().appeal(ann, clip, Street.TENTH, " "));
            Appeal appeal = street.desk().appeal(ann, clip, Street.TENTH, "she is my neighbour");
            refused(Code.FORBIDDEN, () -> street.desk().decide(ann, appeal.id(), true, "x"));
            refused(Code.VIEW_APPEAL_NOT_FOUND, () -> street.desk().decide(street.olga, "appeal_x", true, "x"));
            refused(Code.INVALID_VIEW, () -> street.desk().decide(street.olga, appeal.id(), true, ""));
            assertEquals(Map.of(), street.weights());
            Appeal decided = street.desk().decide(street.olga, appeal.id(), true, "a neighbour");
            assertEquals(AppealState.ALLOWED, decided.state());
            assertEquals(Map.of(clip, VIEW), street.weights());
            assertEquals(List.of(), street.views().corrections(0, 10));
            street.desk().rule(street.olga, clip, Street.TENTH, true, "bought");
            assertEquals(Map.of("ruled", 1L), street.counts(clip));
            assertEquals(1, street.desk().appeals(ann, null, 10).size());
            assertEquals(List.of(), street.desk().appeals(friend, null, 10));
            assertEquals(List.of(), street.desk().appeals(street.olga, AppealState.OPEN, 10));
        }
    }

    /** The same numbers from what was taken down alone; a changed verdict, and one that was invented, are found. */
    @OnEachDatabase
    void recomputationFindsWhatWasChanged(Database database) {
        try (Street street = new Street(database)) {
            Caller ann = street.person();
            String clip = street.clip(ann);
            Caller viewer = street.person();
            for (int day = 0; day < 5; day++) {
                street.see(viewer, clip);
                street.see(street.person(), clip, 2_000);
                street.pass(Duration.ofHours(23));
            }
            street.settings.put("burst_views", 1_000);
            assertEquals(Map.of("repeat", 2L, "too_short", 5L, "valid", 3L), street.counts(clip));
            street.settings.put("burst_views", 1);
            assertEquals(
                    List.of(),
                    street.desk().recompute(street.olga, Street.OCTOBER).differences(),
                    "by the rules of then");
            street.storage.write(tx -> tx.update(
                    "update view_verdict set verdict = 'VALID', micros = 1000000 where verdict = 'TOO_SHORT'"));
            assertEquals(Map.of(clip, 8 * VIEW), street.weights());
            assertEquals(
                    5,
                    street.desk()
                            .recompute(street.olga, Street.OCTOBER)
                            .differences()
                            .size());
            assertEquals(Map.of(clip, 3 * VIEW), street.weights(), "put right");
            seal(street);
            street.storage.write(tx -> tx.update("delete from view_event where n = 1 and on_day = '2026-10-10'"));
            assertFalse(street.desk()
                    .recompute(street.olga, Street.OCTOBER)
                    .differences()
                    .isEmpty());
            assertEquals(Map.of(clip, 3 * VIEW), street.weights(), "what is sealed stays");
        }
    }

    private static void seal(Street street) {
        street.now = Instant.parse("2026-12-01T00:00:00Z");
        street.system.look();
    }

    @OnEachDatabase
    void sumsStayWhenEventsAreDeleted(Database database) {
        try (Street street = new Street(database)) {
            Caller ann = street.person();
            String clip = street.clip(ann);
            street.see(street.person(), clip);
            street.see(ann, clip);
            seal(street);
            Views.Month before = street.views().month(Street.OCTOBER);
            street.now = Instant.parse("2027-11-30T00:00:00Z");
            street.system.look();
            assertEquals(4, events(street), "13 months are not over");
            street.now = Instant.parse("2027-12-01T00:00:00Z");
            street.system.look();
            assertEquals(0, events(street));
            assertEquals(before, street.views().month(Street.OCTOBER));
            assertEquals(Map.of(clip, VIEW), street.weights());
            assertEquals(Map.of("own", 1L, "valid", 1L), street.counts(clip));
            refused(Code.VIEWS_GONE, () -> street.desk().recompute(street.olga, Street.OCTOBER));
            refused(Code.VIEWS_GONE, () -> street.desk().rule(street.olga, clip, Street.TENTH, true, "x"));
        }
    }

    private static long events(Street street) {
        return number(street, "select count(*) n from view_event");
    }

    private static long number(Street street, String sql) {
        return street.storage.read(tx -> tx.first(sql, row -> row.number("n"))).orElseThrow();
    }

    /** A play at the end of a day has its events in the next; and what is taken down later still counts. */
    @OnEachDatabase
    void lateEventsCountForTheDayOfThePlay(Database database) {
        try (Street street = new Street(database)) {
            String clip = street.clip(street.person());
            Caller viewer = street.person();
            street.now = Instant.parse("2026-10-31T23:59:58Z");
            String token =
                    street.watch().open(Visit.of(viewer.accountId(), clip)).token();
            street.say(token, "n", new Event(0, Kind.START, 0, true));
            assertEquals(Map.of("too_short", 1L), street.counts(clip));
            street.pass(Duration.ofSeconds(8));
            street.say(token, "n", new Event(1, Kind.BEAT, 4_000, true));
            assertEquals(Map.of("valid", 1L), street.counts(clip));
            assertEquals(1, number(street, "select count(*) n from view_verdict where on_day = '2026-10-31'"));
        }
    }

    /** No address is written down, nor what a site calls its visitor. */
    @Test
    void noAddressIsKept() {
        try (Street street = new Street(Database.H2)) {
            String clip = street.clip(street.person());
            street.see(new Visit(clip, null, "acct_site", "mary@example.org"), "203.0.113.77", 8_000);
            List<String> rows = street.storage.read(tx -> tx.query(
                    "select e.network, v.tag, e.viewer from view_event e join view_viewer v on v.id = e.viewer",
                    row -> row.text("network") + row.text("tag") + row.text("viewer")));
            assertEquals(2, rows.size());
            assertFalse(
                    rows.toString().contains("203.0.113.77") || rows.toString().contains("mary"));
            assertTrue(rows.get(0).matches("[0-9a-f]{96}viewer_[0-9a-f]{24}"), rows.get(0));
        }
    }
}
