package org.mutoscope.revenue.tips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.revenue.Share;
import org.mutoscope.tck.AskedCapture;

class TipsShareTest {
    @Test
    void badPartsAreRefused() {
        for (long bad : new long[] {0, -1, 1_000_001, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> new TipsShare(TipsContractTest.paying(bad)));
        }
    }

    @Test
    void aGiftGoesToTheVideoAndAClipIsNoGift() {
        TipsShare model = new TipsShare(TipsContractTest.paying(900_000));
        assertEquals(List.of(new Share(Share.VIDEO, 7, "gift")), model.split(AskedCapture.tip("video_1", 7)));
        assertEquals(List.of(new Share(Share.VIDEO, 90, "gift")), model.split(AskedCapture.tip("video_1", 100)));
        assertEquals(List.of(), model.split(AskedCapture.clip("video_1", 100)));
    }
}
