package org.mutoscope.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.problem.Code;

class PriceTableTest {
    private final PriceTable table = new PriceTable(10, "pro:30", "odd:7", "maker:model:25");

    @ParameterizedTest
    @CsvSource({
        "any, 4, 720x1280, 10",
        "any, 4, 1280x720, 10",
        "any, 4, 64x64, 10",
        "any, 8, 720x1280, 20",
        "any, 12, 720x1280, 30",
        "any, 1, 720x1280, 3",
        "any, 5, 720x1280, 13",
        "any, 4, 1024x1792, 15",
        "any, 4, 1792x1024, 15",
        "any, 4, 721x1280, 15",
        "any, 4, 1080x1920, 20",
        "any, 4, 1025x1792, 20",
        "any, 4, 1081x1920, 40",
        "any, 4, 2160x3840, 80",
        "pro, 12, 1024x1792, 135",
        "odd, 4, 1024x1792, 11",
        "odd, 1, 64x64, 2",
        "maker:model, 4, 64x64, 25",
        "any, 86400, 8192x8192, 14256000",
    })
    void priceIsBaseTimesSecondsTimesSizeRoundedUp(String model, int seconds, String size, long credits) {
        assertEquals(credits, table.price(model, seconds, FrameSize.parse(size)).credits());
    }

    @ParameterizedTest
    @CsvSource({"1/1, 100, 10", "5/4, 100, 13", "5/4, 150, 19", "1/3, 80, 3", "1/1, 80, 8", "1000/1, 150, 15000"})
    void soundAndDemandAreExactFactorsRoundedUpOnce(String sound, int demand, long credits) {
        PriceTable priced = new PriceTable(10, Ratio.parse(sound, "audio.factor"));
        PriceTable.Clip clip = new PriceTable.Clip("any", 4, new FrameSize(720, 1280), true);
        assertEquals(credits, priced.price(clip, demand).credits());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.5", "0/1", "1/0", "-1/2", "1001/1", "1/1001", "1/2/3"})
    void unreadableFactorsAreRefused(String bad) {
        assertThrows(IllegalArgumentException.class, () -> Ratio.parse(bad, "audio.factor"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, 86_401, Integer.MAX_VALUE})
    void impossibleLengthsAreRefused(int seconds) {
        World.refused(Code.INVALID_SECONDS, () -> table.price("any", seconds, new FrameSize(64, 64)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pro",
                "pro:",
                ":5",
                "pro:0",
                "pro:-1",
                "pro:1.5",
                "pro:1000001",
                "pro:99999999999999999999",
                "pro:x"
            })
    void unreadablePricesAreRefused(String bad) {
        assertThrows(IllegalArgumentException.class, () -> new PriceTable(10, bad));
    }

    @Test
    void aModelNamedTwiceAndABaseOutOfRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new PriceTable(10, "pro:1", "pro:2"));
        assertThrows(IllegalArgumentException.class, () -> new PriceTable(0));
        assertThrows(IllegalArgumentException.class, () -> new PriceTable(1_000_001));
    }

    @Test
    void theVersionFollowsThePricesAndNothingElse() {
        assertEquals(new PriceTable(10, "a:1", "b:2").version(), new PriceTable(10, " b:2 ", "a:1", "").version());
        assertNotEquals(new PriceTable(10, "a:1").version(), new PriceTable(10, "a:2").version());
        assertNotEquals(new PriceTable(10).version(), new PriceTable(11).version());
    }
}
