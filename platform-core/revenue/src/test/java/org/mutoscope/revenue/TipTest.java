package org.mutoscope.revenue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.function.Executable;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.revenue.Revenue.Part;
import org.mutoscope.core.revenue.Revenue.State;
import org.mutoscope.core.revenue.Revenue.Tip;

/** Gifts, and the split by which they are divided. */
class TipTest {
    private static final long CENT = 1_000_000;

    private static void refused(Code code, Executable act) {
        assertEquals(code, assertThrows(Problem.class, act).code());
    }

    @OnEachDatabase
    void badGiftsAreRefused(Database database) throws Exception {
        try (Town town = database.town().shipped()) {
            String video = town.clip(town.ann, 10, null);
            for (long credits : new long[] {0, -1, 100_001, Long.MIN_VALUE, Long.MAX_VALUE}) {
                refused(Code.INVALID_TIP, () -> town.revenue.tip(town.bob, video, "k", credits));
            }
            for (String key : new String[] {null, "", " ", "k".repeat(121), "k\n", "\u00e9"}) {
                refused(Code.INVALID_TIP, () -> town.revenue.tip(town.bob, video, key, 1));
            }
            refused(Code.VIDEO_NOT_FOUND, () -> town.revenue.tip(town.bob, "video_none", "k", 1));
            refused(Code.TIP_TO_ONESELF, () -> town.revenue.tip(town.ann, video, "k", 1));
            town.grant(town.bob, 500);
            refused(Code.INSUFFICIENT_QUOTA, () -> town.revenue.tip(town.bob, video, "k", 1));
            town.assertSound();
        }
    }

    @OnEachDatabase
    void boughtCreditsGoToThoseWhoHoldTheVideoToTheLastMillionth(Database database) throws Exception {
        try (Town town = database.town().shipped()) {
            town.settings.put("parent_ppm", 333_333);
            String first = town.clip(town.ann, 10, null);
            String remix = town.clip(town.carl, 10, first);
            assertEquals(
                    Map.of(town.ann.accountId(), 333_333L, town.carl.accountId(), 666_667L),
                    split(town, town.carl, remix));
            town.buy(town.bob, 3, 100);
            Tip tip = town.revenue.tip(town.bob, remix, "k1", 1);
            assertEquals("given", tip.state());
            town.round();
            long worth = 33_333_333; // of 100 cents for 3 credits
            long anns = town.sum(town.ann, State.ON_HOLD);
            assertEquals(worth, anns + town.sum(town.carl, State.ON_HOLD));
            assertEquals(11_111_100, anns);
            Tip again = town.revenue.tip(town.bob, remix, "k1", 1);
            assertEquals(List.of(tip.id(), "shared"), List.of(again.id(), again.state()));
            refused(Code.IDEMPOTENCY_KEY_REUSED, () -> town.revenue.tip(town.bob, remix, "k1", 2));
            refused(Code.IDEMPOTENCY_KEY_REUSED, () -> town.revenue.tip(town.bob, first, "k1", 1));
            refused(Code.TIP_TO_ONESELF, () -> town.revenue.tip(town.ann, remix, "k2", 1));
            assertEquals(2, town.lines(town.ann).size() + town.lines(town.carl).size());
            town.assertSound();
        }
    }

    @OnEachDatabase
    void whoHoldsWhatIsUsedHasWhatTheGrantPromises(Database database) throws Exception {
        try (Town town = database.town().shipped()) {
            Caller dora = town.person();
            String job = town.clip(town.bob, 10, null);
            clear(town, job);
            town.uses(town.ann, job, "g1" + job, "count=5\npercentage=40");
            town.uses(town.carl, job, "g2" + job, "percentage=20");
            again(town, job, 250_000);
            assertEquals(
                    Map.of(
                            town.ann.accountId(),
                            400_000L,
                            town.carl.accountId(),
                            200_000L,
                            town.bob.accountId(),
                            400_000L),
                    split(town, town.ann, job));
            clear(town, job);
            town.uses(dora, job, "g3" + job, "percentage=90");
            again(town, job, 250_000);
            Map<String, Long> crowded = split(town, town.ann, job);
            assertNamed(town, job);
            assertEquals(
                    1_000_000,
                    crowded.values().stream().mapToLong(Long::longValue).sum());
            assertEquals(600_000, crowded.get(dora.accountId()), "90 of 150: each has less in proportion");
            refused(Code.VIDEO_NOT_FOUND, () -> town.revenue.split(town.person(), job));
            town.assertSound();
        }
    }

    /** A split that is not whole is found. */
    private static void assertNamed(Town town, String job) {
        String move = "update revenue_split set ppm = ppm + ? where job_id = ? and holder = ?";
        town.write(tx -> tx.update(move, -1, job, town.ann.accountId()));
        List<String> said = town.read(town.house.ledger::verify);
        town.write(tx -> tx.update(move, 1, job, town.ann.accountId()));
        assertEquals(List.of("the split " + job + " version 1 makes 999999 millionths, not 1000000"), said);
    }

    private static void clear(Town town, String job) {
        town.write(tx -> tx.update("delete from revenue_split where job_id = ?", job));
    }

    private static void again(Town town, String job, long parent) {
        town.write(tx -> {
            Splits.write(tx, job, town.bob.accountId(), parent);
            return null;
        });
    }

    private static Map<String, Long> split(Town town, Caller by, String job) {
        Map<String, Long> split = new TreeMap<>();
        for (Part part : town.revenue.split(by, job)) {
            split.put(part.holder(), part.ppm());
        }
        return split;
    }
}
