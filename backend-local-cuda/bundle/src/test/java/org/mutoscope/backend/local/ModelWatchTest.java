package org.mutoscope.backend.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When packages count as come or gone. */
class ModelWatchTest {
    @TempDir
    Path folder;

    private final AtomicInteger changes = new AtomicInteger();

    private ModelWatch watch() {
        return new ModelWatch(List.of(folder.resolve("a"), folder.resolve("b")), changes::incrementAndGet);
    }

    private static void look(ModelWatch watch, int times) {
        for (int i = 0; i < times; i++) {
            watch.look();
        }
    }

    @Test
    void aPackageCountsOnceItStandsStill() throws IOException {
        try (ModelWatch watch = watch()) {
            look(watch, 3);
            assertEquals(0, changes.get(), "nothing has changed");
            Path one = Files.createDirectories(folder.resolve("b/one/unet"));
            for (int size = 1; size < 5; size++) {
                Files.write(one.resolve("model.onnx"), new byte[size * 100]);
                look(watch, 1);
                assertEquals(0, changes.get(), "it is still being copied");
            }
            look(watch, 3);
            assertEquals(1, changes.get(), "it has come");
            Files.move(folder.resolve("b/one"), folder.resolve("b/.one"));
            look(watch, 3);
            assertEquals(2, changes.get(), "it has gone");
        }
    }

    @Test
    void whatIsHiddenIsNotSeen() throws IOException {
        Files.createDirectories(folder.resolve("a/one"));
        try (ModelWatch watch = watch()) {
            Files.write(folder.resolve("a/one/.verified"), new byte[3]);
            Files.createDirectories(folder.resolve("a/.import-1/two"));
            Files.write(folder.resolve("a/.import-1/two/model.json"), new byte[3]);
            look(watch, 3);
            assertEquals(0, changes.get());
        }
    }
}
