package ${package};

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.tck.BillingContract;
import org.mutoscope.tck.BillingSpecimen;
import org.mutoscope.tck.StoreDouble;

/** The contracts of a billing provider; the report is target/mutoscope-tck.txt. */
class VoucherProviderTest extends BillingContract {
    @Override
    protected BillingSpecimen specimen(StoreDouble store) {
        return new Vouchers();
    }

    private static final class Vouchers implements BillingSpecimen {
        // openssl dgst -sha256 -hmac test-key, of production/V-1 and of sandbox/V-1
        private static final String GOOD = "production/V-1/68c17709885577fa98d6d9d3d12ffc143a02d622e4cce4c55d23452115c432e6";
        private static final String SANDBOX = "sandbox/V-1/2694386f24868362d45fbfc4dbfdace492bc9a392bf62f3330322c4f86cb9668";

        @Override
        public BillingProvider provider() {
            return new VoucherProvider();
        }

        @Override
        public Map<String, String> secrets() {
            return Map.of("key", "test-key");
        }

        @Override
        public String goodProof() {
            return GOOD;
        }

        @Override
        public PurchaseFact goodFact() {
            return new PurchaseFact(
                    "V-1", "production", "${groupId}.pack100", 1, Optional.empty(), 400, "USD", 0, Instant.EPOCH);
        }

        @Override
        public List<String> forgedProofs() {
            return List.of(GOOD.replace("V-1", "V-2"), GOOD.substring(0, GOOD.length() - 1), SANDBOX.replace("sandbox", "production"));
        }

        @Override
        public List<String> foreignProofs() {
            return List.of(SANDBOX);
        }
    }
}
