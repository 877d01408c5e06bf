package org.mutoscope.billing.appstore;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.mutoscope.paper.Chain;
import org.mutoscope.paper.PaperStore;
import org.mutoscope.paper.Shop;
import org.mutoscope.tck.Configured;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Configurations, as the component runtime would hand them over. */
final class ConfigOf {
    /** The app that the paper store of the tests sells for. */
    static final Shop.App APP = new Shop.App("paper.test", 1234567890L);

    private ConfigOf() {}

    /** @param values by method name; the rest has its default */
    static AppStoreConfig of(Map<String, Object> values) {
        return Configured.of(AppStoreConfig.class, values);
    }

    /** Values of a configuration that trusts a chain of the store with everything on. */
    static Map<String, Object> trusting(PaperStore store, Chain chain, Path folder) throws Exception {
        Path root = Files.writeString(Files.createTempFile(folder, "root", ".pem"), chain.rootPem());
        Map<String, Object> values = new HashMap<>();
        values.put("trust", "paper-money");
        values.put("paper_root", root.toString());
        values.put("paper_server", store.url());
        values.put("bundle_id", APP.bundleId());
        values.put("app_apple_id", APP.appleId());
        values.put("issuer_id", store.credentials().issuerId());
        values.put("key_id", store.credentials().keyId());
        values.put("key", store.credentials().keyPem());
        return values;
    }

    /** A provider that trusts the store. */
    static AppStoreProvider provider(PaperStore store, Path folder) throws Exception {
        return provider(trusting(store, store.chain(), folder));
    }

    static AppStoreProvider provider(Map<String, Object> values) {
        return provider(values, List.of());
    }

    /** @param readers of old receipts, as their bundle would offer them */
    static AppStoreProvider provider(Map<String, Object> values, List<Function<String, String>> readers) {
        return new AppStoreProvider(new SettingsReader(of(values)).read(), new Receipts(framework(readers)));
    }

    private static BundleContext framework(List<Function<String, String>> readers) {
        ClassLoader loader = ConfigOf.class.getClassLoader();
        Object reference = Proxy.newProxyInstance(loader, new Class<?>[] {ServiceReference.class}, (p, m, a) -> null);
        return (BundleContext) Proxy.newProxyInstance(
                loader, new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getServiceReferences" -> readers.isEmpty() ? List.of() : List.of(reference);
                    case "getService" -> readers.get(0);
                    case "ungetService" -> true;
                    default -> throw new AssertionError(method.getName());
                });
    }
}
