package org.mutoscope.tck;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.PurchaseFact;

/** The suite over the bad provider; {@link BadProviderTest} runs it and says which fault it has. */
@Tag("bad")
final class BadContract extends BillingContract {
    static final String KEY = "a-key-that-nobody-may-see";
    static volatile Fault fault = Fault.none;

    @Override
    protected BillingSpecimen specimen(StoreDouble store) {
        store.stock("/purchases/P1", 200, "good:P1.");
        store.stock("/settled", 200, "ok");
        store.stock("/history", 200, "E1,E2.");
        store.stock("/answers", 200, "ok.");
        store.stock("/subscriptions/P9", 200, "S1,S2.");
        return new Specimen(store);
    }

    @Override
    protected Duration patience() {
        return fault.name().matches("leaves.*|takes.*|stop.*") ? Duration.ofSeconds(2) : super.patience();
    }

    @Override
    protected Duration linger() {
        return fault.name().matches("none|interrupt.*") ? super.linger() : Duration.ofMillis(10);
    }

    /** All twenty where they could show something. */
    @Override
    protected int starts() {
        return fault.name().matches("none|leaves.*|survives.*") ? super.starts() : 3;
    }

    @Override
    protected Optional<Path> bundle() throws IOException {
        if (!fault.ofTheBundle()) {
            return Optional.empty();
        }
        List<Class<?>> types = new ArrayList<>(List.of(
                BadActivator.class, BadProvider.class, BadStore.class, BadExtras.class, BadJar.class, Fault.class));
        if (fault == Fault.moneyIsWhole) {
            types.add(FractionalPrice.class);
        }
        return Optional.of(new BadJar(BadActivator.class, fault.name(), "org.mutoscope.api.billing")
                .pack(types.toArray(Class<?>[]::new)));
    }

    private record Specimen(StoreDouble store) implements BillingSpecimen {
        private static String proof(String salt, String environment) {
            return environment + ":P1:" + BadProvider.sign(salt + environment + "P1", KEY);
        }

        private static SentNotice notice(String event, String type, String key) {
            return new SentNotice(Map.of(), event + ";" + type + ";P1;" + BadProvider.sign(event + type + "P1", key));
        }

        @Override
        public BillingProvider provider() {
            return new BadProvider(fault);
        }

        @Override
        public String goodProof() {
            return proof("", "production");
        }

        @Override
        public PurchaseFact goodFact() {
            return new PurchaseFact("P1", "production", "pack100", 1, Optional.empty(), 400, "USD", 0, Instant.EPOCH);
        }

        @Override
        public List<String> forgedProofs() {
            return List.of("production:P1:" + BadProvider.sign("productionP1", "another key"));
        }

        @Override
        public List<String> foreignProofs() {
            return List.of(proof("", "sandbox"));
        }

        @Override
        public Map<String, String> secrets() {
            return Map.of("key", KEY, "store", store.uri().toString());
        }

        @Override
        public boolean asksStore() {
            return true;
        }

        @Override
        public List<SentNotice> notices() {
            return List.of(notice("E1", "purchase", KEY), notice("E2", "refund", KEY));
        }

        @Override
        public List<SentNotice> forgedNotices() {
            return List.of(notice("E1", "purchase", "another key"));
        }

        @Override
        public <T> Optional<T> offers(Class<T> type, BillingProvider provider) {
            return Optional.of(new BadExtras(fault, Instant.now()))
                    .filter(type::isInstance)
                    .map(type::cast);
        }

        @Override
        public List<String> pastPurchases() {
            return List.of("P1");
        }

        @Override
        public Optional<String> questionedPurchase() {
            return Optional.of("P1");
        }

        @Override
        public Optional<String> subscription() {
            return Optional.of("P9");
        }

        @Override
        public Map<String, Map<String, Object>> configuration() {
            return Map.of(BadActivator.PID, Map.of("salt", ""));
        }

        @Override
        public Optional<Reconfigured> reconfigured() {
            return Optional.of(
                    new Reconfigured(Map.of(BadActivator.PID, Map.of("salt", "x")), proof("x", "production")));
        }

        @Override
        public Optional<SentNotice> unknownNotice() {
            return Optional.of(notice("E3", "weather", KEY));
        }
    }
}
