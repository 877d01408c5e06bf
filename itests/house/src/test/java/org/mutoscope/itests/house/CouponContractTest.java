package org.mutoscope.itests.house;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.api.billing.RefundAnswers;
import org.mutoscope.itests.coupon.CouponProvider;
import org.mutoscope.tck.BillingContract;
import org.mutoscope.tck.BillingSpecimen;
import org.mutoscope.tck.SentNotice;
import org.mutoscope.tck.StoreDouble;

/** The test bundle that bills coupons keeps the contracts of a partner's, as class and as bundle. */
class CouponContractTest extends BillingContract {
    @Override
    protected Optional<Path> bundle() {
        return Optional.of(Shipped.TOP.resolve("itests/bundles/target/bundles/coupon-1.0.0.jar"));
    }

    private static SentNotice sold(String coupon) {
        return new SentNotice(Map.of(), coupon + " for 00000000-0000-0000-0000-000000000001");
    }

    @Override
    protected BillingSpecimen specimen(StoreDouble store) {
        return new BillingSpecimen() {
            @Override
            public BillingProvider provider() {
                return new CouponProvider();
            }

            @Override
            public String goodProof() {
                return "COUPON-1";
            }

            @Override
            public PurchaseFact goodFact() {
                return new PurchaseFact(
                        "COUPON-1", "production", "test.pack100", 1, Optional.empty(), 400, "USD", 0, Instant.EPOCH);
            }

            /** The others only show that they can be implemented on the API alone: a coupon has no store that could be asked. */
            @Override
            public <T> Optional<T> offers(Class<T> type, BillingProvider provider) {
                return Optional.of(provider)
                        .filter(p -> type == RefundAnswers.class)
                        .map(type::cast);
            }

            @Override
            public Optional<String> questionedPurchase() {
                return Optional.of("COUPON-1");
            }

            @Override
            public List<String> forgedProofs() {
                return List.of("COUPOM-1", "COUPON-" + "1".repeat(60));
            }

            @Override
            public List<SentNotice> notices() {
                return List.of(sold("COUPON-1"), sold("COUPON-2"));
            }

            @Override
            public List<SentNotice> forgedNotices() {
                return List.of(sold("COUPOM-1"));
            }
        };
    }
}
