package org.mutoscope.revenue.fees;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.api.revenue.Share;
import org.mutoscope.tck.AskedCapture;

class FeesShareTest {
    private static long of(long ppm, long credits) {
        AskedCapture facts = AskedCapture.clip("video_1", credits, new LicenceFee("acct_ann", "grant_1", credits));
        List<Share> shares = new FeesShare(FeesContractTest.paying(ppm)).split(facts);
        assertEquals(1, shares.size());
        assertEquals("grant_1", shares.get(0).cause());
        return shares.get(0).amount();
    }

    @Test
    void badPartsAreRefused() {
        for (long bad : new long[] {0, -1, 1_000_001, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> new FeesShare(FeesContractTest.paying(bad)));
        }
    }

    @Test
    void aFeeOfOneCreditIsNotNothing() {
        assertEquals(1, of(1, 1));
        assertEquals(7, of(700_000, 10));
        assertEquals(4, of(700_000, 5));
        assertEquals(1_000_000, of(1_000_000, 1_000_000));
        assertEquals(700_001, of(700_000, 1_000_001));
    }
}
