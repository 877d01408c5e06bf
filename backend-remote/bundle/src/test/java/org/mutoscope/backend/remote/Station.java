package org.mutoscope.backend.remote;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.mutoscope.api.backend.RenderOutcome;

/** A backend as its configuration makes it, before a server of the test's. */
final class Station {
    private final Path folder;
    private final Function<Map<String, ?>, Instance> reader;
    private final Map<String, Object> properties = new HashMap<>();
    Attempt attempt;

    Station(Path folder, Function<Map<String, ?>, Instance> reader, String base) {
        this.folder = folder;
        this.reader = reader;
        properties.put("service.pid", "org.mutoscope.backend.remote.any~there");
        properties.put("base", base);
        properties.put("key", "secret");
        properties.put("poll.milliseconds", 10);
        properties.put("hosts", new String[0]);
        attempt = new Attempt(folder);
    }

    Station with(String key, Object value) {
        properties.put(key, value);
        return this;
    }

    Station models(String... lines) {
        return with("models", lines);
    }

    RemoteBackend backend() {
        return new RemoteBackend(reader.apply(properties), Clock.systemUTC());
    }

    RenderOutcome render(Clip clip) throws InterruptedException {
        return backend().render(clip, attempt);
    }

    <T extends RenderOutcome> T expect(Class<T> kind, Clip clip) throws InterruptedException {
        return assertInstanceOf(kind, render(clip), () -> attempt.tickets.toString());
    }

    /** The next attempt, as after a restart. */
    Station again() {
        attempt = attempt.next();
        return this;
    }

    Path picture() {
        try {
            return Files.write(folder.resolve("picture.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
