package org.mutoscope.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mutoscope.views.Facts.Pair;
import org.mutoscope.views.Facts.Seen;
import org.mutoscope.views.Facts.Video;

/** The rules, each at its edge. */
class GuardTest {
    private static final Instant NOON = Instant.parse("2026-10-10T12:00:00Z");
    private static final Rules RULES = new Rules(50);
    private static final Map<String, Video> VIDEOS = Map.of(
            "long", new Video("ann", 20_000),
            "short", new Video("ann", 4_000),
            "other", new Video("ben", 20_000));

    private int plays;

    private static Facts facts() {
        return new Facts(List.of(), VIDEOS, Set.of(), Set.of(), Map.of());
    }

    /** A play, watched for some time without a break. */
    private Play play(String viewer, String video, Instant began, long millis) {
        return play(new Ticket(id(), video, viewer, Level.SIGNED_IN, Instant.EPOCH, began), millis, viewer);
    }

    private static Play play(Ticket ticket, long millis, String network) {
        return new Play(ticket)
                .add(new Play.Said(0, 0, true, ticket.began(), network))
                .add(new Play.Said(1, millis, true, ticket.began().plusMillis(millis), network));
    }

    private String id() {
        return "play" + String.format("%06d", ++plays);
    }

    private static List<Verdict> verdicts(Facts facts, Play... plays) {
        Map<String, Verdict> by = new HashMap<>();
        Guard.judge(RULES, facts, List.of(plays)).forEach(one -> by.put(one.play(), one.verdict()));
        return List.of(plays).stream().map(play -> by.get(play.ticket().play())).toList();
    }

    private static void is(Verdict verdict, Play play) {
        assertEquals(List.of(verdict), verdicts(facts(), play));
    }

    @Test
    void threeSecondsOrHalf() {
        is(Verdict.VALID, play("v", "long", NOON, 3_000));
        is(Verdict.TOO_SHORT, play("v", "long", NOON, 2_999));
        is(Verdict.VALID, play("v", "short", NOON, 2_000));
        is(Verdict.TOO_SHORT, play("v", "short", NOON, 1_999));
        is(Verdict.TOO_SHORT, play("v", "short", NOON, 0));
    }

    @Test
    void onlyWhatCouldBeSeen() {
        Ticket ticket = new Ticket(id(), "long", "v", Level.SIGNED_IN, Instant.EPOCH, NOON);
        Play hidden = new Play(ticket)
                .add(new Play.Said(0, 0, true, NOON, ""))
                .add(new Play.Said(1, 10_000, false, NOON.plusSeconds(10), ""))
                .add(new Play.Said(2, 12_999, true, NOON.plusSeconds(13), ""));
        is(Verdict.TOO_SHORT, hidden);
        is(Verdict.VALID, hidden.add(new Play.Said(3, 13_000, true, NOON.plusSeconds(14), "")));
    }

    @Test
    void noFasterThanTime() {
        Ticket ticket = new Ticket(id(), "long", "v", Level.SIGNED_IN, Instant.EPOCH, NOON);
        is(Verdict.IMPOSSIBLE, new Play(ticket).add(new Play.Said(1, 20_000, true, NOON.plusMillis(17_999), "")));
        // Somewhat wrong clocks are forgiven, but bring nothing.
        is(Verdict.TOO_SHORT, new Play(ticket).add(new Play.Said(1, 4_000, true, NOON.plusMillis(2_500), "")));
    }

    @Test
    void somebodyVouchesForTheViewer() {
        is(Verdict.UNATTESTED, play(new Ticket(id(), "long", null, Level.UNKNOWN, null, NOON), 9_000, "n"));
        is(Verdict.VALID, play(new Ticket(id(), "long", "v", Level.ATTESTED, NOON, NOON), 9_000, "n"));
    }

    @Test
    void anAccountIsSevenDaysOld() {
        Instant week = NOON.minus(Duration.ofDays(7));
        is(Verdict.VALID, play(new Ticket(id(), "long", "v", Level.SIGNED_IN, week, NOON), 9_000, "n"));
        Instant less = week.plusMillis(1);
        is(Verdict.YOUNG, play(new Ticket(id(), "long", "v", Level.SIGNED_IN, less, NOON), 9_000, "n"));
    }

    @Test
    void onceInADay() {
        Instant late = NOON.plus(Duration.ofHours(24));
        assertEquals(
                List.of(Verdict.VALID, Verdict.REPEAT, Verdict.VALID, Verdict.VALID, Verdict.VALID),
                verdicts(
                        facts(),
                        play("v", "long", NOON, 9_000),
                        play("v", "long", late.minusMillis(1), 9_000),
                        play("v", "long", late, 9_000),
                        play("v", "other", NOON, 9_000),
                        play("w", "long", NOON, 9_000)));
    }

    @Test
    void whatCountedTheDayBeforeIsRemembered() {
        Facts facts = new Facts(
                List.of(new Seen(new Pair("v", "long"), NOON.minus(Duration.ofHours(23)))),
                VIDEOS,
                Set.of(),
                Set.of(),
                Map.of());
        assertEquals(
                List.of(Verdict.REPEAT, Verdict.VALID),
                verdicts(
                        facts,
                        play("v", "long", NOON, 9_000),
                        play("v", "long", NOON.plus(Duration.ofHours(1)), 9_000)));
    }

    @Test
    void whatIsNoViewKeepsNoneFromCounting() {
        assertEquals(
                List.of(Verdict.TOO_SHORT, Verdict.VALID),
                verdicts(facts(), play("v", "long", NOON, 1_000), play("v", "long", NOON.plusSeconds(60), 9_000)));
    }

    @Test
    void manyViewsOfOneViewerWeighLess() {
        assertEquals(1_000_000, Rules.micros(50));
        // 1 / sqrt(51) is 0.14002800840...
        assertEquals(140_028, Rules.micros(51));
        assertEquals(100_000, Rules.micros(100));
        assertEquals(31_622, Rules.micros(1_000));
        long all = 0;
        long before = Rules.micros(1);
        for (int n = 1; n <= 10_000; n++) {
            assertTrue(Rules.micros(n) <= before && Rules.micros(n) > 0, "n = " + n);
            before = Rules.micros(n);
            all += before;
        }
        assertTrue(all < 240_000_000, "ten thousand views of one viewer weigh as much as 240: " + all);
    }

    @Test
    void whoIsPaidDoesNotCountNorWhoBelongsWithHim() {
        Set<Pair> own = Set.of(new Pair("ann", "long"));
        Set<Pair> linked = Set.of(new Pair("friend", "long"));
        Facts facts = new Facts(List.of(), VIDEOS, own, linked, Map.of());
        assertEquals(
                List.of(Verdict.OWN, Verdict.LINKED, Verdict.VALID),
                verdicts(
                        facts,
                        play("ann", "long", NOON, 9_000),
                        play("friend", "long", NOON, 9_000),
                        play("friend", "other", NOON, 9_000)));
    }

    @Test
    void tooManyFromOneNetworkCountNotAtAll() {
        List<Play> plays = new ArrayList<>();
        for (int n = 0; n < 50; n++) {
            plays.add(play(new Ticket(id(), "long", "v" + n, Level.ATTESTED, NOON, NOON), 9_000, "campus"));
        }
        plays.add(play(new Ticket(id(), "other", "v0", Level.ATTESTED, NOON, NOON), 9_000, "campus"));
        assertTrue(Guard.judge(RULES, facts(), plays).stream().allMatch(one -> one.verdict() == Verdict.VALID));
        plays.add(play(new Ticket(id(), "short", "v99", Level.ATTESTED, NOON, NOON), 9_000, "campus"));
        Map<Verdict, Integer> counts = new HashMap<>();
        for (Judged one : Guard.judge(RULES, facts(), plays)) {
            counts.merge(one.verdict(), 1, Integer::sum);
            assertEquals(one.jobId().equals("other") ? 1_000_000 : 0, one.micros());
        }
        // Both videos of one maker together; the other maker's stays.
        assertEquals(Map.of(Verdict.BURST, 51, Verdict.VALID, 1), counts);
    }

    @Test
    void operatorsDecide() {
        Set<Pair> own = Set.of(new Pair("ann", "other"));
        Set<Pair> linked = Set.of(new Pair("friend", "other"));
        Facts facts = new Facts(List.of(), VIDEOS, own, linked, Map.of("long", true, "other", false));
        assertEquals(
                List.of(Verdict.RULED, Verdict.VALID, Verdict.OWN),
                verdicts(
                        facts,
                        play("v", "long", NOON, 9_000),
                        play("friend", "other", NOON, 9_000),
                        play("ann", "other", NOON, 9_000)));
    }

    /** Events and plays in any order mean the same, and a play that is taken away changes none of other viewers. */
    @Test
    void theOrderDoesNotMatter() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            List<Play> plays = some(random);
            List<Judged> first = sorted(Guard.judge(RULES, facts(), plays));
            Collections.shuffle(plays, random);
            assertEquals(first, sorted(Guard.judge(RULES, facts(), plays)), "seed " + seed);
            String without = plays.get(0).ticket().viewer();
            plays.removeIf(play -> play.ticket().viewer().equals(without));
            List<Judged> others = new ArrayList<>(first);
            others.removeIf(one -> one.viewer().equals(without));
            assertEquals(others, sorted(Guard.judge(RULES, facts(), plays)), "seed " + seed);
        }
    }

    private List<Play> some(Random random) {
        List<Play> plays = new ArrayList<>();
        List<String> videos = List.copyOf(VIDEOS.keySet());
        for (int n = 0; n < 200; n++) {
            String viewer = "v" + random.nextInt(5);
            Instant began = NOON.plusMillis(random.nextInt(36_000_000));
            plays.add(play(viewer, videos.get(random.nextInt(3)), began, random.nextInt(9_000)));
        }
        return plays;
    }

    private static List<Judged> sorted(List<Judged> judged) {
        return judged.stream()
                .sorted(java.util.Comparator.comparing(Judged::play))
                .toList();
    }
}
