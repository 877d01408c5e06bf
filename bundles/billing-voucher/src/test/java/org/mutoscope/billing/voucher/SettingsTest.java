package org.mutoscope.billing.voucher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.tck.Configured;
import org.mutoscope.tck.LentContext;
import org.mutoscope.tck.SentProof;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class SettingsTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    private final List<String> events = new ArrayList<>();

    @Test
    void withoutAConfigurationThereIsNoProvider() {
        new VoucherComponent(framework(), Configured.of(VoucherConfig.class, Map.of())).close();
        assertEquals(List.of(), events);
    }

    @Test
    void withOneItIsThereUntilItGoes() {
        VoucherComponent component = new VoucherComponent(
                framework(),
                Configured.of(VoucherConfig.class, Map.of("secret", SECRET, "products", new String[] {"gift10"})));
        component.close();
        assertEquals(List.of("registered", "unregistered"), events);
    }

    @Test
    void allProblemsAreSaidAtOnceAndNotTheSecret() {
        Map<String, Object> values = Map.of(
                "secret",
                "tooshort",
                "secret_previous",
                "alsoshort",
                "products",
                new String[] {"A:1"},
                "revoked",
                new String[] {"what"});
        String said = assertThrows(
                        IllegalArgumentException.class,
                        () -> new VoucherComponent(framework(), Configured.of(VoucherConfig.class, values)))
                .getMessage();
        for (String key : List.of("secret has", "secret.previous", "products are", "products names", "revoked are")) {
            assertTrue(said.contains(key), key + " is missing in: " + said);
        }
        assertFalse(said.contains("tooshort") || said.contains("alsoshort"), said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PACK",
                "pack-1",
                "pack:400",
                "pack:-1:USD",
                "pack:4.00:USD",
                "pack:400:usd",
                "pack:400:USD:x"
            })
    void aWronglyWrittenKindIsRefused(String kind) {
        VoucherConfig config =
                Configured.of(VoucherConfig.class, Map.of("secret", SECRET, "products", new String[] {kind}));
        assertThrows(IllegalArgumentException.class, () -> Kinds.of(config));
    }

    @Test
    void aKindNamedTwiceIsRefused() {
        VoucherConfig config =
                Configured.of(VoucherConfig.class, Map.of("secret", SECRET, "products", new String[] {"a", "a:1:USD"}));
        assertThrows(IllegalArgumentException.class, () -> Kinds.of(config));
    }

    @Test
    void theCommandMakesCodesThatAreGood() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
        String[] arguments = {"secret=" + secret, "product=gift10", "count=1000", "until=2027-01-31", "first=5"};
        List<String> codes = MakeVouchers.codes(arguments);
        assertEquals(1000, new HashSet<>(codes).size());
        assertEquals(codes, MakeVouchers.codes(arguments));
        VoucherProvider provider = new VoucherProvider(Kinds.of(
                Configured.of(VoucherConfig.class, Map.of("secret", SECRET, "products", new String[] {"gift10"}))));
        LentContext lent = new LentContext().at(Instant.parse("2026-11-23T10:00:00Z"));
        for (String code : codes) {
            assertTrue(provider.verify(new SentProof("acct_test", code), lent) instanceof ProofOutcome.Verified, code);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"count=0", "count=100001", "count=x", "until=soon", "product=Pack", "first=0", "what=1", "plain"
            })
    void theCommandSaysNoToWhatMakesNoSense(String wrong) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), SECRET);
        String[] arguments = {"secret=" + secret, "product=gift10", "count=1", "until=2027-01-31", wrong};
        assertThrows(RuntimeException.class, () -> MakeVouchers.codes(arguments));
    }

    @Test
    void theCommandWantsALongSecret() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "short");
        String[] arguments = {"secret=" + secret, "product=gift10", "count=1", "until=2027-01-31"};
        assertThrows(IllegalArgumentException.class, () -> MakeVouchers.codes(arguments));
    }

    private BundleContext framework() {
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                    assertEquals("registerService", method.getName());
                    assertEquals("voucher", ((Dictionary<?, ?>) arguments[2]).get(BillingProvider.ID));
                    events.add("registered");
                    return registration();
                });
    }

    private ServiceRegistration<?> registration() {
        return (ServiceRegistration<?>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ServiceRegistration.class}, (proxy, method, arguments) -> {
                    events.add("unregistered");
                    return null;
                });
    }
}
