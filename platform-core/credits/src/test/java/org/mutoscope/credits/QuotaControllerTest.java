package org.mutoscope.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mutoscope.core.jobs.Capacity;
import org.mutoscope.core.ledger.Quota;

class QuotaControllerTest {
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final QuotaController.Rules RULES = rules(100, 100);

    private Instant now = Instant.parse("2026-11-22T09:00:00Z");
    private final QuotaController controller = new QuotaController(30, 100, Instant.EPOCH, now);

    private static QuotaController.Rules rules(int least, int most) {
        return new QuotaController.Rules(3, 30, 120_000, Duration.ofMinutes(15), Duration.ofMinutes(30), least, most);
    }

    private static Quota.Numbers numbers(int ceiling, long waitSeconds) {
        return new Quota.Numbers(ceiling, waitSeconds * 1000, 0, 0, 0);
    }

    private QuotaController.Decision step(Quota.Numbers numbers) {
        return step(numbers, RULES);
    }

    private QuotaController.Decision step(Quota.Numbers numbers, QuotaController.Rules rules) {
        now = now.plus(WINDOW);
        return controller.step(now, numbers, rules);
    }

    private QuotaController.Decision steps(int times, Quota.Numbers numbers) {
        QuotaController.Decision last = null;
        for (int i = 0; i < times; i++) {
            last = step(numbers);
        }
        return last;
    }

    @Test
    void oneLongWaitIsChanceTwoAreALoad() {
        assertNull(step(numbers(99, 121)).reason());
        QuotaController.Decision second = step(numbers(99, 121));
        assertEquals(25, second.clips());
        assertTrue(second.reason().contains("120 s"), second.reason());
    }

    @Test
    void whatTheCapacityDoesNotBearGoesAtOnceAndComesBackOneByOne() {
        assertEquals(12, step(numbers(12, 0)).clips());
        assertEquals(12, steps(5, numbers(99, 0)).clips());
        assertEquals(13, steps(1, numbers(99, 0)).clips());
        assertEquals(14, steps(6, numbers(99, 0)).clips());
        assertEquals(14, steps(60, numbers(14, 0)).clips(), "not above the ceiling");
    }

    @Test
    void waitsBetweenTheMarksHoldIt() {
        step(numbers(12, 0));
        assertEquals(12, steps(100, numbers(99, 72)).clips());
    }

    @Test
    void floorAndCapHold() {
        assertEquals(3, steps(200, numbers(0, 10_000)).clips());
        assertEquals(30, steps(6 * 40, numbers(1000, 0)).clips());
        QuotaController.Rules tight =
                new QuotaController.Rules(50, 10, 120_000, Duration.ZERO, Duration.ofMinutes(30), 100, 100);
        assertEquals(10, step(numbers(99, 0), tight).clips(), "another configuration counts at once");
    }

    @Test
    void aStepLoadFallsToTheFloorWithinTwoHoursAndNotFasterThanItMay() {
        List<Instant> changes = new ArrayList<>();
        int clips = 30;
        for (int i = 0; i < 100 && clips > 3; i++) {
            QuotaController.Decision decision = step(numbers(99, 600));
            clips = decision.clips();
            if (decision.reason() != null) {
                changes.add(now);
            }
        }
        assertEquals(3, clips);
        for (int i = 1; i < changes.size(); i++) {
            assertTrue(!changes.get(i).isBefore(changes.get(i - 1).plus(Duration.ofMinutes(15))));
        }
        assertTrue(changes.size() <= 12, changes.size() + " changes");
    }

    @Test
    void flappingNumbersChangeItAtMostEveryQuarterOfAnHour() {
        int changes = 0;
        for (int i = 0; i < 288; i++) {
            changes += step(numbers(i % 2 == 0 ? 30 : 3, i % 2 == 0 ? 0 : 600)).reason() == null ? 0 : 1;
        }
        assertTrue(changes <= 96, changes + " changes in a day");
    }

    @Test
    void deadNumbersHoldThenFallToTheFloorAndComeBack() {
        step(numbers(20, 0));
        assertEquals(20, steps(5, null).clips());
        QuotaController.Decision stale = step(null);
        assertEquals(3, stale.clips());
        assertTrue(stale.reason().contains("30 minutes"), stale.reason());
        assertNull(steps(10, null).reason());
        assertEquals(4, steps(6, numbers(20, 0)).clips());
    }

    @Test
    void demandMovesInStepsAndStaysWithinItsBounds() {
        QuotaController.Rules rules = rules(80, 150);
        int dearest = 0;
        for (int i = 0; i < 100; i++) {
            dearest = step(numbers(99, 600), rules).demand();
        }
        assertEquals(150, dearest);
        for (int i = 0; i < 200; i++) {
            dearest = step(numbers(99, 0), rules).demand();
        }
        assertEquals(80, dearest);
        assertEquals(100, steps(10, null).demand() == 100 ? 100 : 0, "nobody pays more for numbers that are gone");
    }

    @Test
    void theCeilingIsWhatTheBusiestHourBears() {
        List<Long> free = new ArrayList<>(Collections.nCopies(24, 0L));
        List<Long> paid = new ArrayList<>(Collections.nCopies(24, 0L));
        free.set(0, 3000L);
        free.set(1, 1000L);
        // 10 slots, 20 s a clip: 1,800 an hour, 1,530 without the reserve; 100 accounts ask for 3/4 of their clips in
        // the first hour
        assertEquals(20, ceiling(free, paid, 10, 0, 0, 100));
        paid.set(0, 7650L);
        assertEquals(10, ceiling(free, paid, 10, 0, 0, 100), "who pays goes before");
        paid.set(0, 99_999L);
        assertEquals(0, ceiling(free, paid, 10, 0, 0, 100));
        paid.set(0, 0L);
        assertEquals(40, ceiling(free, paid, 10, 10, 1_000_000, 100), "ten more that spend money");
        assertEquals(29, ceiling(free, paid, 10, 10, 800, 100), "as long as the money lasts: 800 clips, not 1,800");
        assertEquals(20, ceiling(free, paid, 10, 10, 0, 100), "and not when it is gone");
        assertEquals(1000, ceiling(free, paid, 10, 0, 0, 0), "nobody asks");
        assertEquals(0, ceiling(free, paid, 0, 0, 0, 0), "nobody is there");
    }

    private static int ceiling(List<Long> free, List<Long> paid, int slots, int metered, long budget, long accounts) {
        return forecast(free, paid, slots, metered, budget)
                .numbers(accounts, 15, 1000)
                .ceiling();
    }

    private static Forecast forecast(List<Long> free, List<Long> paid, int slots, int metered, long budget) {
        return new Forecast(
                new Capacity.Reading(Instant.EPOCH, slots, slots, metered, budget, 0, 0, free, paid, 4000, 1, 3),
                10,
                20_000);
    }

    @Test
    void theWaitIsTheQueueOverTheShareOfTheFreeClass() {
        List<Long> none = Collections.nCopies(24, 0L);
        // 400 clips of 20 s over 10 slots, of which the free class has a quarter: 3,200 s until it is empty
        assertEquals(
                2_880_000, forecast(none, none, 10, 0, 0).numbers(1, 15, 30).waitMillis());
        assertTrue(forecast(none, none, 0, 0, 0).numbers(1, 15, 30).waitMillis() > 1_000_000_000, "for ever");
    }
}
