package org.mutoscope.credits;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.mutoscope.core.jobs.Capacity;
import org.mutoscope.core.ledger.Quota;

/** The people and the backends of {@link QuotaSim}, minute by minute. */
final class QuotaTown {
    static final int DAYS = 6;
    /** The day on which a third of the backends fails, from 11 to 20 o'clock. */
    static final int FAILING = 3;

    private static final int MINUTES = DAYS * 24 * 60;
    private static final int PEOPLE = 4000;
    private static final int CLIP_SECONDS = 20;
    private static final int CLIP_CREDITS = 10;
    private static final int SLOTS = 45;
    private static final int FREE_WEIGHT = 1;
    private static final int PAID_WEIGHT = 16;
    static final long TARGET_SECONDS = 120;
    private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");
    /** How much of a day falls into each hour, in thousandths. */
    private static final int[] CURVE = {
        14, 9, 6, 5, 5, 8, 16, 28, 40, 47, 50, 52, 54, 53, 52, 52, 54, 58, 66, 76, 84, 78, 58, 35
    };

    /** What came of a run. */
    static final class Course {
        final int[] quota = new int[MINUTES];
        final long[] queued = new long[MINUTES];
        final int[] slots = new int[MINUTES];
        /** Seconds that each free clip waited, by the minute it was begun. */
        final List<Integer> waits = new ArrayList<>();

        final long[] worst = new long[DAYS];

        long p90() {
            return percentile(waits);
        }

        static long percentile(List<Integer> waits) {
            List<Integer> sorted = new ArrayList<>(waits);
            Collections.sort(sorted);
            return sorted.isEmpty() ? 0 : sorted.get(Math.min(sorted.size() - 1, sorted.size() * 9 / 10));
        }
    }

    private final Random random;
    private final boolean follow;
    private final Deque<Integer> free = new ArrayDeque<>();
    private final long[] freeHours = new long[DAYS * 24 + 1];
    private final long[] paidHours = new long[DAYS * 24 + 1];
    private final int[] left = new int[PEOPLE];
    private final int[] until = new int[PEOPLE];
    private long paidQueued;
    private boolean greedy;
    private final Spare spare = new Spare();
    private long freeDebt;
    private long paidDebt;

    QuotaTown(long seed, boolean follow) {
        this.random = new Random(seed);
        this.follow = follow;
    }

    /** Promises the slots of all backends, as if none ever failed. */
    QuotaTown greedy() {
        greedy = true;
        return this;
    }

    Course run() {
        Course course = new Course();
        List<Integer> today = new ArrayList<>();
        QuotaController controller = new QuotaController(30, 100, Instant.EPOCH, START);
        QuotaController.Rules rules = new QuotaController.Rules(
                3, 30, TARGET_SECONDS * 1000, Duration.ofMinutes(15), Duration.ofMinutes(30), 100, 100);
        int quota = 30;
        for (int minute = 0; minute < MINUTES; minute++) {
            if (follow && minute % 5 == 0) {
                Instant now = START.plus(Duration.ofMinutes(minute));
                quota = controller.step(now, measure(minute), rules).clips();
            }
            arrive(minute, quota);
            serve(minute, today);
            course.quota[minute] = quota;
            course.queued[minute] = free.size();
            course.slots[minute] = slots(minute);
            if (minute % 1440 == 1439) {
                course.worst[minute / 1440] = Course.percentile(today);
                course.waits.addAll(today);
                today.clear();
            }
        }
        return course;
    }

    private static int slots(int minute) {
        int hour = minute / 60;
        boolean failing = hour >= FAILING * 24 + 11 && hour < FAILING * 24 + 20;
        return failing ? SLOTS * 2 / 3 : SLOTS;
    }

    private Quota.Numbers measure(int minute) {
        List<Long> lastFree = new ArrayList<>();
        List<Long> lastPaid = new ArrayList<>();
        for (int back = 0; back < 24; back++) {
            int hour = minute / 60 - back;
            lastFree.add(hour < 0 ? 0 : freeHours[hour]);
            lastPaid.add(hour < 0 ? 0 : paidHours[hour]);
        }
        Capacity.Reading reading = new Capacity.Reading(
                START,
                slots(minute),
                SLOTS / 3,
                0,
                0,
                CLIP_SECONDS * 1000L,
                CLIP_CREDITS,
                lastFree,
                lastPaid,
                (long) free.size() * CLIP_CREDITS,
                FREE_WEIGHT,
                paidQueued > 0 ? PAID_WEIGHT : 0);
        int moment = minute;
        long accounts = Arrays.stream(until).filter(end -> end > moment).count();
        int kept = spare.keep(START.plus(Duration.ofMinutes(minute)), slots(minute), greedy ? 0 : SLOTS / 3);
        return new Forecast(reading, kept, CLIP_CREDITS, 20_000).numbers(accounts, 15, 30);
    }

    /** Everybody uses up the daily lot, whenever the curve lets them; a lot is opened by the first clip of a day and keeps its size. */
    private void arrive(int minute, int quota) {
        int hour = minute / 60;
        int chance = CURVE[hour % 24] * 6; // a session in this minute, of 360,000
        for (int person = 0; person < PEOPLE; person++) {
            if (random.nextInt(360_000) < chance * 16) {
                session(person, minute, quota);
            }
        }
        int day = minute / 1440;
        long asked = (long) CURVE[hour % 24] * (day < 2 ? 15_000 : 15_000 + 10_000L * (day - 1));
        paidDebt += asked; // thousandths of a clip in an hour
        long clips = paidDebt / 60_000;
        paidDebt -= clips * 60_000;
        paidQueued += clips;
        paidHours[hour] += clips * CLIP_CREDITS;
    }

    private void session(int person, int minute, int quota) {
        if (until[person] <= minute) {
            left[person] = quota;
            until[person] = minute + 1440;
        }
        int clips = Math.min(left[person], 1 + random.nextInt(4));
        left[person] -= clips;
        for (int i = 0; i < clips; i++) {
            free.add(minute);
        }
        freeHours[minute / 60] += (long) clips * CLIP_CREDITS;
    }

    /** Both classes share the slots by their weights; what one does not need the other has. */
    private void serve(int minute, List<Integer> waits) {
        long clips = slots(minute) * 60L / CLIP_SECONDS;
        freeDebt += clips * FREE_WEIGHT;
        long promised = freeDebt / (FREE_WEIGHT + PAID_WEIGHT);
        freeDebt -= promised * (FREE_WEIGHT + PAID_WEIGHT);
        long paid = Math.min(paidQueued, clips - Math.min(promised, free.size()));
        paidQueued -= paid;
        for (long i = paid; i < clips && !free.isEmpty(); i++) {
            waits.add((minute - free.poll()) * 60);
        }
    }
}
