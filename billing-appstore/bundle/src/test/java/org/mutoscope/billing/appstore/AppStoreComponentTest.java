package org.mutoscope.billing.appstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.paper.PaperStore;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.LoggerFactory;

/** The component with and without a configuration, with a stand-in for the framework. */
@Timeout(300)
class AppStoreComponentTest {
    @TempDir
    Path folder;

    private final List<String> events = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        ((Logger) LoggerFactory.getLogger(AppStoreComponent.class)).addAppender(log);
    }

    @AfterEach
    void stopListening() {
        ((Logger) LoggerFactory.getLogger(AppStoreComponent.class)).detachAppender(log);
    }

    @Test
    void withoutAConfigurationItOffersNothingAndSaysSoOnce() {
        new AppStoreComponent(framework(), ConfigOf.of(Map.of())).close();
        assertEquals(List.of(), events);
        assertEquals(1, log.list.size());
        assertTrue(log.list.get(0).getFormattedMessage().contains("not configured"));
    }

    @Test
    void halfAConfigurationIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new AppStoreComponent(framework(), ConfigOf.of(Map.of("key_id", "ABC"))));
        assertEquals(List.of(), events);
    }

    @Test
    void withAConfigurationItIsThereUntilItGoesAndWarnsOfPaper() throws Exception {
        try (PaperStore store = new PaperStore(ConfigOf.APP, 0)) {
            Map<String, Object> values = ConfigOf.trusting(store, store.chain(), folder);
            AppStoreComponent component = new AppStoreComponent(framework(), ConfigOf.of(values));
            assertEquals(List.of("registered"), events);
            component.close();
            assertEquals(List.of("registered", "unregistered"), events);
            assertTrue(log.list.stream().anyMatch(e -> e.getFormattedMessage().contains("PAPER App Store")));
            String key = store.credentials().keyPem().split("\n")[1];
            assertTrue(log.list.stream().noneMatch(e -> e.getFormattedMessage().contains(key)));
        }
    }

    private BundleContext framework() {
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                    assertEquals("registerService", method.getName());
                    assertEquals(4, ((String[]) arguments[0]).length);
                    assertEquals("appstore", ((Dictionary<?, ?>) arguments[2]).get(BillingProvider.ID));
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
