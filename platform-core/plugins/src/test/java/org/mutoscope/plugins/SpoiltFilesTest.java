package org.mutoscope.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.core.plugins.Plugins.Operation;

/** A good jar was overwritten with one that does not run: what ran goes on, now and after a restart. */
@Timeout(180)
class SpoiltFilesTest {
    /** Left behind: an operation that is cut off by the end of a test may still write its last line. */
    @TempDir(cleanup = CleanupMode.NEVER)
    Path home;

    private House house;
    private Path jar;

    @BeforeEach
    void open() throws Exception {
        house = new House(home, new Settings());
        jar = JarBuilder.backend("acme.veo", "1.0.0").writeTo(house.deploy.resolve("veo.jar"));
        House.await(() -> house.backends.named("acme.veo").isPresent()
                && house.plugins.lock().contains("on acme.veo"));
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    private void restartAndServe() throws Exception {
        house.close();
        Instant begun = Instant.now().minusMillis(1);
        house = new House(home, new Settings());
        House.await(() -> house.backends.named("acme.veo").isPresent());
        assertEquals("1.0.0", house.backends.named("acme.veo").orElseThrow().version());
        House.await(() -> {
            Operation newest = house.plugins.operations().get(0);
            return newest.begun().isAfter(begun)
                    && newest.sentence().contains("acme.veo@1.0.0 serves on, from what is kept");
        });
        assertTrue(house.plugins.lock().contains("on acme.veo 1.0.0"), house.plugins.lock());
        assertTrue(house.plugins.verify().stream()
                .anyMatch(words -> words.startsWith("veo.jar in deploy/ is not what plugins.lock says")));
        assertTrue(house.plugins.why("acme.veo").sentence().startsWith("The file's new content is refused"));
    }

    @Test
    void withABundleThatIsNone() throws Exception {
        JarBuilder.bundle("acme.veo", "one").writeTo(jar);
        House.await(() -> house.plugins.find("veo.jar").orElseThrow().sentence().contains("is no version"));
        assertTrue(house.backends.named("acme.veo").isPresent());
        restartAndServe();
        restartAndServe();
    }

    @Test
    void withWordsWhileThePlatformWasStopped() throws Exception {
        house.close();
        Files.writeString(jar, "not a jar");
        restartAndServe();
    }

    @Test
    void withOneThatThrowsWhileThePlatformWasStopped() throws Exception {
        house.close();
        JarBuilder.bundle("acme.veo", "2.0.0")
                .header("Bundle-Activator", "no.Such")
                .writeTo(jar);
        restartAndServe();
        restartAndServe();
    }

    @Test
    void theRightJarPutThereIsWellAgain() throws Exception {
        byte[] good = Files.readAllBytes(jar);
        house.close();
        Files.writeString(jar, "not a jar");
        restartAndServe();
        Path part = Files.write(home.resolve("good.part"), good);
        Files.move(part, jar, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        House.await(() -> house.plugins.verify().isEmpty());
        House.await(() -> house.backends.named("acme.veo").isPresent());
        House.await(() ->
                house.plugins.operations().stream().noneMatch(o -> o.state().equals("RUNNING")));
    }
}
