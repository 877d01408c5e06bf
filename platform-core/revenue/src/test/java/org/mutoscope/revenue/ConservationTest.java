package org.mutoscope.revenue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.ledger.Ledger.LotUse;
import org.mutoscope.core.revenue.Revenue.State;

/** Nothing is made and nothing is lost, whatever is earned, refunded and taken back, in any order. Each failure names its seed. */
class ConservationTest {
    /** What a purchase came to be refunded. */
    private record Refund(Caller buyer, String pack, int per100000) {}

    @RepeatedTest(3)
    void whatStoresSayInAnyOrderEndsInOneState() throws Exception {
        long seed = System.nanoTime();
        try (Town town = Database.H2.town().shipped()) {
            List<Refund> refunds = world(town, new Random(seed));
            Random random = new Random(seed + 1);
            long earned = earned(town);
            String first = null;
            for (int order = 0; order < 3; order++) {
                Collections.shuffle(refunds, random);
                for (Refund refund : refunds) {
                    town.store(refund.buyer, refund.pack, 100, 400, refund.per100000);
                    if (random.nextBoolean()) {
                        town.round();
                    }
                }
                town.round();
                town.assertSound();
                String ends = ends(town);
                assertEquals(first == null ? ends : first, ends, "seed " + seed);
                first = ends;
                refunds.forEach(refund -> town.store(refund.buyer, refund.pack, 100, 400, 0));
                town.round();
                assertEquals(earned, earned(town), "all of it is back, seed " + seed);
            }
            town.assertSound();
        }
    }

    private static String ends(Town town) {
        return town.sum(town.ann, State.ON_HOLD) + " " + town.sum(town.carl, State.ON_HOLD);
    }

    private static long earned(Town town) {
        return town.sum(town.ann, State.ON_HOLD) + town.sum(town.carl, State.ON_HOLD);
    }

    /** Two buyers, two holders, a dozen clips and gifts. @return what is refunded in the end */
    private static List<Refund> world(Town town, Random random) throws Exception {
        List<Caller> buyers = List.of(town.bob, town.person());
        List<Refund> refunds = new ArrayList<>();
        for (Caller buyer : buyers) {
            town.spendFree(buyer);
            for (int pack = 0; pack < 2; pack++) {
                refunds.add(new Refund(buyer, town.buy(buyer, 100, 400), random.nextInt(100_001)));
            }
        }
        for (int clip = 0; clip < 12; clip++) {
            Caller buyer = buyers.get(random.nextInt(2));
            long fee = 1 + random.nextInt(4);
            LicenceFee[] fees = random.nextBoolean()
                    ? new LicenceFee[] {Town.fee(town.ann, fee)}
                    : new LicenceFee[] {Town.fee(town.ann, fee), Town.fee(town.carl, 1 + random.nextInt(4))};
            town.clip(buyer, 12, null, fees);
        }
        town.round();
        return refunds;
    }

    @Test
    void dealingLosesNothingAndIsInProportion() {
        Random random = new Random(7);
        for (int n = 0; n < 20_000; n++) {
            long[] shares = random.longs(1 + random.nextInt(6), 0, 40).toArray();
            long all = LongStream.of(shares).sum();
            long[] lots = cut(random, all);
            long[][] dealt = Dealing.deal(lots, shares, "job " + n);
            for (int share = 0; share < shares.length; share++) {
                assertEquals(shares[share], LongStream.of(dealt[share]).sum(), "seed 7, case " + n);
            }
            for (int lot = 0; lot < lots.length; lot++) {
                int of = lot;
                assertEquals(
                        lots[lot],
                        Arrays.stream(dealt).mapToLong(parts -> parts[of]).sum(),
                        "seed 7, case " + n);
                assertTrue(Arrays.stream(dealt).allMatch(parts -> parts[of] >= 0));
            }
        }
    }

    private static long[] cut(Random random, long all) {
        List<Long> lots = new ArrayList<>();
        long left = all;
        while (left > 0) {
            long lot = 1 + random.nextLong(left);
            lots.add(lot);
            left -= lot;
        }
        return lots.stream().mapToLong(Long::longValue).toArray();
    }

    @Test
    void moreRefundedIsNeverLessTakenBack() {
        for (long granted : new long[] {1, 7, 100}) {
            for (long spent = 0; spent <= granted; spent++) {
                long before = 0;
                for (long revoked = 0; revoked <= granted; revoked++) {
                    long refunded = new LotUse(granted, spent, revoked).refunded();
                    assertTrue(refunded >= before && refunded <= spent, granted + " " + spent + " " + revoked);
                    before = refunded;
                }
                assertEquals(spent, before, "all of it");
            }
        }
    }
}
