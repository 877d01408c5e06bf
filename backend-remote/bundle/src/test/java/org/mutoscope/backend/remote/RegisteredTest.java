package org.mutoscope.backend.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.backend.BackendCapabilities;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.VideoBackend;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** What happens to clips that are being made when their configuration changes or goes. */
@SuppressWarnings("unchecked") // what a proxy is given has no types
class RegisteredTest {
    private final Stub server = new Stub();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private volatile VideoBackend backend;
    private volatile Dictionary<String, ?> properties;
    private volatile boolean gone;

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        goOn.countDown();
        server.close();
    }

    private BundleContext bundles() {
        Object registration = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ServiceRegistration.class}, (self, method, arguments) -> {
                    if (method.getName().equals("setProperties")) {
                        properties = (Dictionary<String, ?>) arguments[0];
                    } else if (method.getName().equals("unregister")) {
                        gone = true;
                    }
                    return null;
                });
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {BundleContext.class}, (self, method, arguments) -> {
                    backend = (VideoBackend) arguments[1];
                    properties = (Dictionary<String, ?>) arguments[2];
                    return registration;
                });
    }

    private Map<String, Object> configuration(String model) {
        Map<String, Object> configuration = new HashMap<>();
        configuration.put("service.pid", OpenAiVideosConfig.PID + "~studio-2");
        configuration.put("base", server.address() + "/v1");
        configuration.put("models", new String[] {model + " second=*:100000"});
        configuration.put("poll.milliseconds", 10);
        return configuration;
    }

    private CompletableFuture<RenderOutcome> slowClip() throws InterruptedException {
        server.on("POST /v1/videos", 200, "{\"id\":\"v\"}");
        server.on("GET /v1/videos/v/content", Stub.bytes(Stub.CLIP));
        server.on("GET /v1/videos/v", exchange -> {
            asked.countDown();
            try {
                goOn.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                exchange.close();
            }
            Stub.send(exchange, 200, "application/json", "{\"status\":\"completed\"}".getBytes());
        });
        VideoBackend old = backend;
        CompletableFuture<RenderOutcome> clip = CompletableFuture.supplyAsync(() -> {
            try {
                return old.render(Clip.of("one"), new Attempt(folder));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertTrue(asked.await(60, TimeUnit.SECONDS));
        return clip;
    }

    private List<String> offered() {
        BackendCapabilities capabilities = backend.capabilities();
        return capabilities.models().stream().map(model -> model.id()).toList();
    }

    @Test
    void aChangedConfigurationChangesTheOfferAndLeavesClipsAlone() throws Exception {
        OpenAiVideosComponent component = new OpenAiVideosComponent(bundles(), configuration("one"));
        assertEquals("studio-2", properties.get(VideoBackend.ID));
        Object offer = properties.get(VideoBackend.OFFER);
        CompletableFuture<RenderOutcome> clip = slowClip();
        component.changed(configuration("two"));
        assertEquals(List.of("two"), offered());
        assertFalse(offer.equals(properties.get(VideoBackend.OFFER)));
        assertInstanceOf(RenderOutcome.Busy.class, backend.render(Clip.of("one"), new Attempt(folder)));
        goOn.countDown();
        assertInstanceOf(RenderOutcome.Completed.class, clip.get(60, TimeUnit.SECONDS));
        assertFalse(gone);
    }

    @Test
    void aWrongChangeChangesNothing() {
        OpenAiVideosComponent component = new OpenAiVideosComponent(bundles(), configuration("one"));
        Map<String, Object> wrong = configuration("two");
        wrong.put("base", "nowhere");
        assertThrows(IllegalArgumentException.class, () -> component.changed(wrong));
        assertEquals(List.of("one"), offered());
    }

    @Test
    void aDeletedConfigurationGoesWhenItsLastClipIsMade() throws Exception {
        OpenAiVideosComponent component = new OpenAiVideosComponent(bundles(), configuration("one"));
        CompletableFuture<RenderOutcome> clip = slowClip();
        component.close();
        assertFalse(offered().contains("one"));
        assertFalse(gone);
        goOn.countDown();
        assertInstanceOf(RenderOutcome.Completed.class, clip.get(60, TimeUnit.SECONDS));
        assertTrue(gone);
    }

    @Test
    void aDeletedConfigurationWithoutClipsGoesAtOnce() {
        OpenAiVideosComponent component = new OpenAiVideosComponent(bundles(), configuration("one"));
        component.close();
        assertTrue(gone);
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        Map<String, Object> configuration = configuration("one");
        configuration.put("service.pid", OpenAiVideosConfig.PID + "~Studio_2");
        assertThrows(IllegalArgumentException.class, () -> new OpenAiVideosComponent(bundles(), configuration));
    }
}
