package org.mutoscope.tck;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
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
    protected Optional<Path> bundle() throws IOException {
        if (!fault.ofTheBundle()) {
            return Optional.empty();
        }
        Path jar = Path.of("target", "bad-" + fault + ".jar");
        Manifest manifest = new Manifest();
        Map<String, String> headers = Map.of(
                "Manifest-Version",
                "1.0",
                "Bundle-ManifestVersion",
                "2",
                "Bundle-SymbolicName",
                "bad",
                "Bundle-Version",
                "1.0.0",
                "Bundle-Activator",
                BadActivator.class.getName(),
                "Import-Package",
                "org.osgi.framework,org.osgi.service.cm,org.mutoscope.api.billing;version=\""
                        + (fault == Fault.importsGrowWithTheApi ? "1.0" : "[1.0,2)") + "\""
                        + (fault == Fault.importsOnlyTheApi ? ",org.mutoscope.core.ledger;resolution:=optional" : ""),
                BadActivator.HEADER,
                fault.name());
        headers.forEach(manifest.getMainAttributes()::putValue);
        if (fault == Fault.keepsToItself) {
            manifest.getMainAttributes().putValue("Export-Package", "org.mutoscope.tck");
        }
        List<Class<?>> types = new ArrayList<>(
                List.of(BadActivator.class, BadProvider.class, BadStore.class, BadExtras.class, Fault.class));
        if (fault == Fault.moneyIsWhole) {
            types.add(FractionalPrice.class);
        }
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Class<?> type : types) {
                String path = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(path));
                try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
                    in.transferTo(out);
                }
            }
        }
        return Optional.of(jar);
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
