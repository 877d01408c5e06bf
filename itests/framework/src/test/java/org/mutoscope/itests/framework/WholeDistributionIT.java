package org.mutoscope.itests.framework;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.plugins.Plugins;
import org.mutoscope.core.plugins.SwappableServices;
import org.mutoscope.core.road.Clips;
import org.mutoscope.core.road.Studio;
import org.mutoscope.core.storage.UnitOfWork;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.ops4j.pax.exam.util.Filter;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** The shipped bundles, all of them, as the lock file lists them: they start, a bundle can be dropped in, and a job goes down the road. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class WholeDistributionIT {
    private static final long PATIENCE_MILLIS = 120_000;

    @Inject
    private BundleContext context;

    @Inject
    @Filter(timeout = 60_000)
    private Studio studio;

    @Inject
    private JobBoard board;

    @Inject
    private Identity identity;

    @Inject
    private Ledger ledger;

    @Inject
    private UnitOfWork work;

    @Inject
    private Models models;

    @Inject
    private Clips clips;

    @Inject
    private Plugins plugins;

    @Inject
    private SwappableServices services;

    @Inject
    private CommandProcessor gogo;

    /** The distribution as its lock file describes it. */
    @Configuration
    public Option[] distribution() throws IOException {
        Path top = Path.of(System.getProperty("mutoscope.top"));
        Path home = top.resolve("distribution/assembly/target/mutoscope");
        Path data = Files.createTempDirectory("whole");
        Files.createDirectories(data.resolve("run"));
        int port = freePort();
        List<Option> options = new ArrayList<>();
        settings(home, data, port).forEach((key, value) -> {
            options.add(frameworkProperty(key).value(value));
            options.add(systemProperty(key).value(value));
        });
        options.add(systemProperty("mutoscope.top").value(top.toString()));
        // Without a terminal Gogo's shell would end at once, and the framework with it.
        options.add(frameworkProperty("gosh.args").value("--nointeractive"));
        options.add(frameworkStartLevel(20));
        options.add(cleanCaches());
        options.add(junitBundles());
        try (Stream<String> lines = Files.lines(home.resolve("bundles.lock"))) {
            lines.filter(l -> !l.startsWith("#") && !l.isBlank())
                    .map(l -> l.trim().split("\\s+"))
                    .forEach(f -> {
                        String url = "reference:"
                                + home.resolve("lib/bundles").resolve(f[3]).toUri();
                        boolean fragment = f[1].contains("osgitech.rest.sse");
                        options.add(
                                fragment ? bundle(url).noStart() : bundle(url).startLevel(Integer.parseInt(f[0])));
                    });
        }
        return options.toArray(Option[]::new);
    }

    private static Map<String, String> settings(Path home, Path data, int port) {
        return Map.of(
                "mutoscope.home", home.toString(),
                "mutoscope.data", data.toString(),
                "mutoscope.conf", home.resolve("conf").toString(),
                "mutoscope.url", "http://127.0.0.1:" + port,
                "mutoscope.started", Long.toString(System.currentTimeMillis()),
                "org.osgi.service.http.port", Integer.toString(port),
                "org.apache.felix.http.host", "127.0.0.1",
                "logback.configurationFile", home.resolve("conf/logback.xml").toString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    public void everyBundleIsActive() {
        List<String> idle = Arrays.stream(context.getBundles())
                .filter(b -> b.getHeaders().get(Constants.FRAGMENT_HOST) == null && b.getState() != Bundle.ACTIVE)
                .map(Bundle::toString)
                .toList();
        assertEquals(List.of(), idle);
    }

    @Test
    public void theShellIsASkinOverTheSameService() throws Exception {
        Path jar = Path.of(System.getProperty("mutoscope.top"), "itests/bundles/target/bundles/blank-1.0.0.jar");
        CommandSession session = gogo.createSession(
                InputStream.nullInputStream(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
        try {
            await("the commands are there", () -> session.get("plugin:install") != null);
            String plan = String.valueOf(session.execute("plugin:install --dry-run " + jar));
            assertTrue(plan, plan.contains("org.mutoscope.itests.blank@1.0.0"));
            assertEquals(Optional.empty(), plugins.find("org.mutoscope.itests.blank"));

            session.execute("plugin:install " + jar);
            assertEquals(
                    "ACTIVE",
                    plugins.find("org.mutoscope.itests.blank").orElseThrow().state());
            String listed = String.valueOf(session.execute("plugin:list"));
            assertTrue(listed, listed.contains("org.mutoscope.itests.blank 1.0.0 ACTIVE"));

            session.execute("plugin:remove org.mutoscope.itests.blank");
            assertEquals(Optional.empty(), plugins.find("org.mutoscope.itests.blank"));
        } finally {
            session.close();
        }
    }

    @Test
    public void aBackendDroppedInTakesAJobThatIsPaidForOnceAndLeavesWhenItsJarDoes() throws Exception {
        Path jar = Path.of(System.getProperty("mutoscope.top"), "itests/bundles/target/bundles/pattern-1.0.0.jar");
        Path deployed = Path.of(context.getProperty("mutoscope.data"), "deploy", "pattern.jar");
        Files.copy(jar, deployed, StandardCopyOption.REPLACE_EXISTING);
        await("the backend serves", () -> !services.of(VideoBackend.class, VideoBackend.ID)
                .named("pattern")
                .isEmpty());
        await("its models are known", () -> models.list().stream()
                .anyMatch(model -> model.backends().contains("pattern")));
        assertEquals(
                "ACTIVE",
                plugins.find("org.mutoscope.itests.pattern").orElseThrow().state());

        String account = identity.open("framework", java.util.Set.of(Role.CREATOR), null)
                .account()
                .id();
        long before = work.read(tx -> ledger.balance(tx, account)).available();
        Job job = studio.submit(request(account)).job();
        await("the job ends", () -> board.find(job.id()).orElseThrow().state().ended());
        Job ended = board.find(job.id()).orElseThrow();
        assertEquals(ended.errorMessage(), JobState.COMPLETED, ended.state());
        assertTrue(clips.find(job.id(), "video").isPresent());
        long after = work.read(tx -> ledger.balance(tx, account)).available();
        assertEquals(before - ended.creditsCaptured(), after);
        assertEquals(List.of(), work.read(tx -> ledger.verify(tx)));

        Files.delete(deployed);
        await("the backend is gone", () -> services.of(VideoBackend.class, VideoBackend.ID)
                .named("pattern")
                .isEmpty());
        assertNotNull(studio);
    }

    private static Studio.Submission request(String account) {
        return new Studio.Submission(
                account,
                "test-pattern",
                "bars",
                "1",
                "128x128",
                Map.of(),
                null,
                new Studio.Repeat(null, false, "0".repeat(64)));
    }

    private static void await(String what, java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (!condition.getAsBoolean()) {
            assertTrue("it did not happen: " + what, System.nanoTime() < end);
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
