package org.mutoscope.revenue.ads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.revenue.PeriodFacts;
import org.mutoscope.api.revenue.Share;

/** Money that has a name, shared at a rate. */
class AdsShareTest {
    @Test
    void aRateThatIsNoneIsRefusedSoThatTheMoneyWaits() {
        assertThrows(IllegalArgumentException.class, () -> share(-1));
        assertThrows(IllegalArgumentException.class, () -> share(1_000_001));
    }

    @Test
    void theHoldersHaveTheirRateToTheUnit() {
        List<Share> shares = share(550_000).allocate(new Money(1_001, Map.of("ann", 1L, "bob", 1L, "carl", 0L)));
        assertEquals(
                1_001L * 550_000 / 1_000_000,
                shares.stream().mapToLong(Share::amount).sum());
        assertEquals(List.of("ann", "bob"), shares.stream().map(Share::holder).toList());
        shares.forEach(share -> assertEquals("advertising", share.reason()));
    }

    @Test
    void ofNothingThereIsNothing() {
        assertEquals(List.of(), share(0).allocate(new Money(1_000, Map.of("ann", 1L))));
        assertEquals(List.of(), share(1_000_000).allocate(new Money(0, Map.of("ann", 1L))));
        assertEquals(List.of(), share(1_000_000).allocate(new Money(1_000, Map.of())));
    }

    private static AdsShare share(long rate) {
        return new AdsShare(new AdsConfig() {
            @Override
            public long rate_ppm() {
                return rate;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return AdsConfig.class;
            }
        });
    }

    private record Money(long amount, Map<String, Long> weights) implements PeriodFacts {
        @Override
        public String period() {
            return "2026-10";
        }

        @Override
        public String pool() {
            return "ads";
        }

        @Override
        public String asset() {
            return "EUR";
        }

        @Override
        public String cause() {
            return "paper:line-1";
        }
    }
}
