package org.mutoscope.observe;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.road.Purchases;
import org.mutoscope.core.road.Studio;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the start with one line, once a job can really be admitted: asks {@code /health} from outside, as a load balancer would, because a
 * port that is open says nothing yet. What was deployed starts after the platform's own bundles and is waited for, within reason: who orders as
 * soon as he may must find his own models. Leaves {@code run/ready.json} in the data directory for programs that wait for the same.
 */
@Component(
        service = {},
        immediate = true)
public final class Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
    private static final int PATIENCE_SECONDS = 30;
    /** A deployed bundle that hangs while it starts must not keep all others from being used. */
    private static final long PLUGINS_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Studio studio;
    private final Models models;
    private final Purchases purchases;
    private final String url;
    private final long started;
    private final Path file;
    private final FrameworkStartLevel level;
    private final Thread waiter = new Thread(this::await, "readiness");

    /** Begins to wait, on a thread of its own. */
    @Activate
    public Readiness(
            BundleContext context, @Reference Studio studio, @Reference Models models, @Reference Purchases purchases) {
        this.studio = studio;
        this.models = models;
        this.purchases = purchases;
        this.url = context.getProperty("mutoscope.url");
        this.started = Long.parseLong(context.getProperty("mutoscope.started"));
        this.file = Path.of(context.getProperty("mutoscope.data"), "run", "ready.json");
        this.level = context.getBundle(Constants.SYSTEM_BUNDLE_ID).adapt(FrameworkStartLevel.class);
        waiter.setDaemon(true);
        waiter.start();
    }

    /** Not ready any more. */
    @Deactivate
    public void close() throws IOException {
        waiter.interrupt();
        Files.deleteIfExists(file);
    }

    private void await() {
        long began = System.nanoTime();
        long impatient = began + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        boolean told = false;
        while (!Thread.currentThread().isInterrupted()) {
            boolean allStarted = level.getStartLevel() > level.getInitialBundleStartLevel();
            if ((allStarted || System.nanoTime() - began > PLUGINS_NANOS) && healthy()) {
                if (!allStarted) {
                    LOG.warn("a deployed plugin has not ended its start; the others are used without it");
                }
                tell();
                return;
            }
            if (!told && System.nanoTime() > impatient) {
                told = true;
                LOG.warn("not ready after {} s: {}", PATIENCE_SECONDS, String.join(" ", studio.obstacles()));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private boolean healthy() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url + "/health").toURL().openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(5000);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false; // the listener is not there yet
        }
    }

    private void tell() {
        double seconds = (System.currentTimeMillis() - started) / 1000.0;
        List<Models.Backend> backends = models.backends();
        int slots = backends.stream().mapToInt(Models.Backend::slots).sum();
        String line = String.format(
                Locale.ROOT,
                "ready in %.1f s at %s: %d backend%s (%d slot%s), models %s, billing %s, clips are not yet marked",
                seconds,
                url,
                backends.size(),
                backends.size() == 1 ? "" : "s",
                slots,
                slots == 1 ? "" : "s",
                String.join(", ", models.list().stream().map(Models.Model::id).toList()),
                purchases.providers().isEmpty() ? "none" : String.join(", ", purchases.providers()));
        LOG.info(line);
        try {
            Path part = Files.createTempFile(file.getParent(), "ready", ".part");
            Files.writeString(
                    part,
                    String.format(
                            Locale.ROOT,
                            "{\"url\":\"%s\",\"pid\":%d,\"ready_seconds\":%.3f}%n",
                            url,
                            ProcessHandle.current().pid(),
                            seconds),
                    StandardCharsets.UTF_8);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.error("could not write {}: programs that wait for it will wait in vain", file, e);
        }
    }
}
