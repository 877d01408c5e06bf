package org.mutoscope.backend.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.VideoBackend;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The component from activation to deactivation, with a stand-in for the framework. */
@Timeout(300)
class LocalBackendComponentTest {
    @TempDir
    Path folder;

    private final LinkedBlockingQueue<VideoBackend> registered = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Dictionary<?, ?>> changed = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Boolean> unregistered = new LinkedBlockingQueue<>();

    @Test
    void registersOnceAWorkerIsReadyAndLeavesNothingBehind() throws Exception {
        LocalBackendComponent component = new LocalBackendComponent(framework(), config("cpu"));
        VideoBackend backend = registered.poll(Station.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertEquals("tiny-good", backend.capabilities().models().get(0).id());
        assertInstanceOf(RenderOutcome.Completed.class, backend.render(Clip.tiny("red"), new Attempt()));
        component.close();
        assertEquals(1, unregistered.size());
        assertEquals(List.of(), Station.processes(folder.resolve("run")));
        assertInstanceOf(RenderOutcome.Busy.class, backend.render(Clip.tiny("red"), new Attempt()));
    }

    @Test
    void aConfigurationWithProblemsStartsNothing() {
        assertThrows(IllegalArgumentException.class, () -> new LocalBackendComponent(framework(), config("gpu")));
        assertEquals(List.of(), Station.processes(folder.resolve("run")));
    }

    /** A package comes while a clip is rendered: the same service goes on, the clip too, and then the model is there. */
    @Test
    void aPackageComesWithoutDisturbingAnybody() throws Exception {
        Path models = java.nio.file.Files.createDirectories(folder.resolve("models"));
        copy(Station.PACKAGES.resolve("tiny-good"), models.resolve("tiny-good"));
        LocalBackendComponent component = new LocalBackendComponent(
                framework(),
                ConfigOf.of(Map.of(
                        "device", "cpu",
                        "model_folders", models.toString(),
                        "worker_classpath", System.getProperty("java.class.path"))));
        try {
            VideoBackend backend = registered.poll(Station.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            copy(Station.PACKAGES.resolve("tiny-good"), models.resolve("other"));
            Path manifest = models.resolve("other").resolve("model.json");
            java.nio.file.Files.writeString(
                    manifest, java.nio.file.Files.readString(manifest).replace("tiny-good", "tiny-other"));
            assertInstanceOf(RenderOutcome.Completed.class, backend.render(Clip.tiny("red"), new Attempt()));
            Dictionary<?, ?> properties = changed.poll(Station.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertEquals(2, properties.get(VideoBackend.OFFER));
            assertEquals(
                    List.of("tiny-other", "tiny-good"),
                    backend.capabilities().models().stream().map(m -> m.id()).toList());
            assertEquals(0, unregistered.size());
        } finally {
            component.close();
        }
    }

    private static void copy(Path from, Path to) throws java.io.IOException {
        java.nio.file.Files.createDirectories(to);
        try (var files = java.nio.file.Files.list(from)) {
            for (Path file : files.toList()) {
                java.nio.file.Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static LocalConfig config(String device) {
        return ConfigOf.of(Map.of(
                "device", device,
                "model_folders", Station.PACKAGES.toString(),
                "worker_classpath", System.getProperty("java.class.path")));
    }

    private BundleContext framework() {
        return stub(BundleContext.class, (method, arguments) -> switch (method) {
            case "getProperty" -> folder.toString();
            case "getBundle" -> stub(Bundle.class, (m, a) -> 5L);
            case "registerService" -> register(arguments);
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private ServiceRegistration<?> register(Object... arguments) {
        assertEquals("local", ((Dictionary<?, ?>) arguments[2]).get(VideoBackend.ID));
        registered.add((VideoBackend) arguments[1]);
        return stub(ServiceRegistration.class, (method, none) -> {
            if (method.equals("setProperties")) {
                changed.add((Dictionary<?, ?>) none[0]);
                return null;
            }
            unregistered.add(true);
            return null;
        });
    }

    private interface Answer {
        Object to(String method, Object... arguments);
    }

    private static <T> T stub(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
    }
}
