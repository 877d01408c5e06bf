package org.mutoscope.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.config.Schema.Component;
import org.mutoscope.config.Schema.Key;

/** From files to the Configuration Admin service, and again when they change. */
class ConfigurationFeedTest {
    private static final Schema SCHEMA = new Schema(List.of(new Component(
            "org.mutoscope.jobs",
            false,
            Map.of("bound", new Key("bound", ValueType.INTEGER, 0, "1", "9", List.of(), false, "5", "")),
            Map.of())));

    @TempDir
    Path conf;

    private final RecordingAdmin admin = new RecordingAdmin();

    @Test
    void keepsWhatIsInForceWhenAChangeIsWrong() throws IOException {
        ConfigurationFeed feed = feed();
        write("bound=5\n");
        assertEquals(List.of(), feed.apply());
        write("bound=50\n");

        feed.reload();

        assertEquals(Map.of("org.mutoscope.jobs", Map.of("bound", 5)), admin.values());
    }

    @Test
    void deletesTheConfigurationOfADeletedFileAndNoOther() throws IOException {
        admin.getConfiguration("made.by.another", "?").update(new Hashtable<>(Map.of("a", 1)));
        ConfigurationFeed feed = feed();
        write("bound=5\n");
        feed.apply();
        Files.delete(conf.resolve("org.mutoscope.jobs.cfg"));

        feed.apply();

        assertEquals(Map.of("made.by.another", Map.of("a", 1)), admin.values());
    }

    @Test
    void leavesUnchangedConfigurationsAlone() throws IOException {
        ConfigurationFeed feed = feed();
        write("bound=5\n");
        feed.apply();
        write("# a comment more\nbound=5\n");

        feed.apply();

        assertEquals(1, admin.updates());
    }

    @Test
    void watcherCallsBackForAChange() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        try (ConfWatcher watcher = new ConfWatcher(conf, Fingerprint.of(conf), called::countDown)) {
            write("bound=6\n");

            assertTrue(called.await(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void watcherSeesAFileWrittenBeforeItStarted() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        Fingerprint before = Fingerprint.of(conf);
        write("bound=6\n");
        try (ConfWatcher watcher = new ConfWatcher(conf, before, called::countDown)) {
            assertTrue(called.await(60, TimeUnit.SECONDS));
        }
    }

    /** A bundle that is uninstalled in that moment, for example. */
    @Test
    void watcherTriesAgainWhatFell() throws Exception {
        CountDownLatch twice = new CountDownLatch(2);
        Runnable falls = () -> {
            twice.countDown();
            throw new IllegalStateException("not now");
        };
        try (ConfWatcher watcher = new ConfWatcher(conf, Fingerprint.of(conf), falls)) {
            write("bound=6\n");
            assertTrue(twice.await(60, TimeUnit.SECONDS));
        }
    }

    private ConfigurationFeed feed() {
        return new ConfigurationFeed(
                conf,
                () -> SCHEMA,
                new Configurations(admin),
                new References(name -> null, java.time.Duration.ofSeconds(60)));
    }

    private void write(String text) throws IOException {
        Files.writeString(conf.resolve("org.mutoscope.jobs.cfg"), text);
    }
}
