package org.mutoscope.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.mutoscope.core.plugins.Plugins;
import org.mutoscope.core.plugins.Plugins.Plugin;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Installs, starts, drains and uninstalls one deployed bundle. */
final class BundleRunner {
    private static final Logger LOG = LoggerFactory.getLogger(BundleRunner.class);

    private final BundleContext context;
    private final ServiceRegistry services;
    private final Path staged;

    BundleRunner(BundleContext context, ServiceRegistry services, Path staged) throws IOException {
        this.context = context;
        this.services = services;
        this.staged = staged;
        try (Stream<Path> left = Files.list(staged)) {
            for (Path file : left.toList()) {
                Files.delete(file); // copies of an earlier run; this one makes its own
            }
        }
    }

    /** Installs and starts it, or leaves the reason in {@link Deployed#failure}. */
    void install(Deployed entry, Collection<Deployed> others) {
        long begin = System.nanoTime();
        try {
            entry.facts = JarFacts.read(entry.file);
            refuseSecond(entry, others);
            entry.bundle = start(entry);
            LOG.info(
                    "{} {} runs after {} ms",
                    entry.facts.name(),
                    entry.facts.version(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
        } catch (Refusal e) {
            entry.failure = e.getMessage();
            LOG.error("{} does not run. {}", entry.file.getFileName(), entry.failure);
        }
    }

    /** New content under the file's name is refused: what ran goes on. */
    void keep(Deployed before, Deployed entry, Refusal refusal) {
        entry.facts = before.facts;
        entry.bundle = before.bundle;
        entry.failure = refusal.getMessage();
        LOG.error("{}: its new content is refused, what ran goes on. {}", entry.file.getFileName(), entry.failure);
    }

    private void refuseSecond(Deployed entry, Collection<Deployed> others) throws Refusal {
        for (Deployed other : others) {
            if (other != entry
                    && other.bundle != null
                    && other.facts.name().equals(entry.facts.name())
                    && other.facts.version().equals(entry.facts.version())) {
                throw new Refusal(
                        other.facts.sha256().equals(entry.facts.sha256())
                                ? "It is already here as " + other.file.getFileName() + "; nothing was done."
                                : "Another jar with the same name and version runs (" + other.file.getFileName()
                                        + "); raise Bundle-Version, or remove that one first.");
            }
        }
        for (Bundle bundle : context.getBundles()) {
            if (Objects.equals(bundle.getSymbolicName(), entry.facts.name())
                    && bundle.getVersion().equals(entry.facts.version())
                    && bundle.getState() != Bundle.UNINSTALLED) {
                throw new Refusal("A bundle of that name and version belongs to the platform; raise Bundle-Version.");
            }
        }
    }

    private Bundle start(Deployed entry) throws Refusal {
        Bundle bundle = null;
        try {
            Path copy = staged.resolve(entry.facts.sha256() + ".jar");
            Files.copy(entry.file, copy, StandardCopyOption.REPLACE_EXISTING);
            bundle = context.installBundle("reference:" + copy.toUri());
            bundle.start(Bundle.START_ACTIVATION_POLICY);
            return bundle;
        } catch (BundleException e) {
            LOG.debug("raw: {}", e.getMessage(), e);
            String sentence = new Why(context.getBundles()).sentence(e);
            uninstall(bundle);
            throw new Refusal(sentence, e);
        } catch (IOException e) {
            throw new Refusal(
                    "It could not be copied into the data directory (" + e.getMessage() + "); free some space.", e);
        }
    }

    /** Lets it take no new work and waits for what runs, up to a bound. */
    void drain(Deployed entry, int seconds) {
        if (entry.bundle == null) {
            return;
        }
        List<TrackedOffer<?>> offers = services.of(entry.bundle.getBundleId());
        offers.forEach(TrackedOffer::drain);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try {
            for (TrackedOffer<?> offer : offers) {
                offer.awaitFree(Math.max(0, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops and uninstalls it; what still runs on it is handed over. */
    void withdraw(Deployed entry) {
        if (entry.bundle != null) {
            uninstall(entry.bundle);
            LOG.info("{} {} was removed", entry.facts.name(), entry.facts.version());
            entry.bundle = null;
        }
    }

    private static void uninstall(Bundle bundle) {
        if (bundle == null) {
            return;
        }
        try {
            // Nobody is wired to a bundle that exports nothing, so no refresh is needed and no other bundle notices.
            bundle.stop();
            bundle.uninstall();
        } catch (BundleException | IllegalStateException e) {
            LOG.warn("{} did not stop cleanly", bundle, e);
        }
    }

    /** Waits until the bundle offers something of the partner API, up to a bound: some register only after their start. */
    void awaitServices(Deployed entry, int milliseconds) {
        Semaphore appeared = new Semaphore(0);
        ServiceListener listener = event -> appeared.release();
        context.addServiceListener(listener);
        try {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
            while (names(entry.bundle).isEmpty() && System.nanoTime() < end) {
                if (!appeared.tryAcquire(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            context.removeServiceListener(listener);
        }
    }

    /** Says what is known of it. */
    Plugin describe(Deployed entry) {
        String fileName = entry.file.getFileName().toString();
        String name = entry.facts == null ? fileName : entry.facts.name();
        String version = entry.facts == null ? null : entry.facts.version().toString();
        String digest = entry.facts == null ? null : entry.facts.sha256();
        Plugins.TestReport tested = entry.facts == null ? null : entry.facts.tested();
        if (entry.bundle == null) {
            String sentence = entry.failure == null ? "It is still being copied." : entry.failure;
            return new Plugin(
                    name,
                    version,
                    fileName,
                    entry.failure == null ? "COPYING" : "FAILED",
                    sentence,
                    List.of(),
                    digest,
                    0,
                    tested);
        }
        List<String> offers = names(entry.bundle);
        int inUse = services.of(entry.bundle.getBundleId()).stream()
                .mapToInt(TrackedOffer::inUse)
                .sum();
        String state = entry.draining ? "DRAINING" : entry.bundle.getState() == Bundle.ACTIVE ? "ACTIVE" : "FAILED";
        String sentence = offers.isEmpty()
                ? "It runs, but offers no Mutoscope service; see the log for components that wait for something."
                : "It serves " + String.join(", ", offers) + ".";
        if (entry.failure != null) {
            sentence += " The file's new content is refused: " + entry.failure;
        }
        return new Plugin(name, version, fileName, state, sentence, offers, digest, inUse, tested);
    }

    private static List<String> names(Bundle bundle) {
        ServiceReference<?>[] references = bundle.getRegisteredServices();
        return references == null
                ? List.of()
                : Arrays.stream(references)
                        .flatMap(r -> Stream.of(r.getPropertyKeys())
                                .filter(k -> k.startsWith("mutoscope.") && k.endsWith(".id"))
                                .map(k -> k.substring("mutoscope.".length(), k.length() - ".id".length()) + " "
                                        + r.getProperty(k)))
                        .sorted()
                        .distinct()
                        .toList();
    }
}
