package org.mutoscope.billing.voucher;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.api.billing.PurchaseHistory;
import org.mutoscope.tck.BillingContract;
import org.mutoscope.tck.BillingSpecimen;
import org.mutoscope.tck.Configured;
import org.mutoscope.tck.Reconfigured;
import org.mutoscope.tck.StoreDouble;

/** Vouchers keep the contracts of a partner's provider, as class and as bundle. */
class VoucherContractTest extends BillingContract {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final Voucher VOUCHER = new Voucher("pack100", 1, LocalDate.of(2099, 12, 31));

    @Override
    protected BillingSpecimen specimen(StoreDouble store) {
        return new Vouchers();
    }

    private static final class Vouchers implements BillingSpecimen {
        private static Map<String, Object> values(String secret, String... revoked) {
            return Map.of("secret", secret, "products", new String[] {"pack100:400:USD"}, "revoked", revoked);
        }

        private static VoucherProvider provider(String... revoked) {
            return new VoucherProvider(Kinds.of(Configured.of(VoucherConfig.class, values(SECRET, revoked))));
        }

        private static String code(String secret) {
            return new Seal(List.of(secret)).code(VOUCHER);
        }

        @Override
        public BillingProvider provider() {
            return provider(new String[0]);
        }

        /** The operator has taken the voucher back since. */
        @Override
        public <T> Optional<T> offers(Class<T> type, BillingProvider provider) {
            return Optional.of(provider(VOUCHER.id()))
                    .filter(p -> type == PurchaseHistory.class)
                    .map(type::cast);
        }

        @Override
        public List<String> pastPurchases() {
            return List.of(VOUCHER.id());
        }

        @Override
        public String goodProof() {
            return code(SECRET);
        }

        @Override
        public PurchaseFact goodFact() {
            return new PurchaseFact(
                    VOUCHER.id(), "production", "pack100", 1, Optional.empty(), 400, "USD", 0, Instant.EPOCH);
        }

        @Override
        public List<String> forgedProofs() {
            return List.of(code(SECRET).replace("-1-", "-2-"), code(SECRET + "x"), VOUCHER.id());
        }

        @Override
        public Map<String, String> secrets() {
            return Map.of("unused: the bundle's configuration has it", SECRET);
        }

        @Override
        public Map<String, Map<String, Object>> configuration() {
            return Map.of(VoucherConfig.PID, Configured.properties(values(SECRET)));
        }

        @Override
        public Optional<Reconfigured> reconfigured() {
            String other = SECRET + "y";
            return Optional.of(
                    new Reconfigured(Map.of(VoucherConfig.PID, Configured.properties(values(other))), code(other)));
        }
    }
}
