package org.mutoscope.plugins;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Installs, starts, drains and uninstalls one bundle. Whatever a bundle does in its start and stop has a deadline: then it is left alone. */
final class BundleRunner {
    private static final Logger LOG = LoggerFactory.getLogger(BundleRunner.class);
    private static final int REFRESH_SECONDS = 60;
    private static final String REFERENCE = "reference:";

    private final BundleContext context;
    private final ServiceRegistry services;
    private final PluginsConfig config;
    /** How the locations of deployed bundles begin. */
    private final String deployed;

    /** @param jars the folder of the jars that it is given to run */
    BundleRunner(BundleContext context, ServiceRegistry services, PluginsConfig config, Path jars) {
        this.deployed = REFERENCE + jars.toUri();
        this.context = context;
        this.services = services;
        this.config = config;
    }

    /** A bundle of the platform itself stands in the way of this one. */
    void refusePlatforms(JarFacts facts) throws Refusal {
        for (Bundle bundle : context.getBundles()) {
            boolean ours = !bundle.getLocation().startsWith(deployed);
            if (!ours
                    || !Objects.equals(bundle.getSymbolicName(), facts.name())
                    || bundle.getState() == Bundle.UNINSTALLED) {
                continue;
            }
            if (bundle.getVersion().equals(facts.version())) {
                throw new Refusal("A bundle of that name and version belongs to the platform; raise Bundle-Version.");
            }
            String imports = bundle.getHeaders("").get(Constants.IMPORT_PACKAGE);
            if (imports != null && imports.contains("org.mutoscope.core.")) {
                throw new Refusal(facts.name()
                        + " belongs to the platform's core, which is only replaced as a whole; install a new"
                        + " version of Mutoscope.");
            }
        }
    }

    /**
     * Lets the framework know of several jars before the first of them starts, so that they may need each other in any order. What none of them
     * starts later goes with {@link #unstage}.
     */
    List<Bundle> stage(List<Path> jars) throws Refusal {
        List<Bundle> staged = new ArrayList<>();
        try {
            for (Path jar : jars) {
                staged.add(context.installBundle(REFERENCE + jar.toUri()));
            }
            return staged;
        } catch (BundleException e) {
            unstage(staged);
            throw new Refusal(new Why(context.getBundles()).sentence(e), e);
        }
    }

    /** Those that were never started go again. */
    void unstage(List<Bundle> staged) {
        staged.stream()
                .filter(b -> b.getState() == Bundle.INSTALLED || b.getState() == Bundle.RESOLVED)
                .forEach(this::uninstall);
    }

    /** Runs a jar. @param jar a file that nobody changes */
    Bundle start(Path jar, JarFacts facts) throws Refusal {
        long begin = System.nanoTime();
        Bundle bundle = null;
        try {
            bundle = context.installBundle(REFERENCE + jar.toUri());
            Bundle installed = bundle;
            within(installed, () -> installed.start(Bundle.START_ACTIVATION_POLICY));
            LOG.info(
                    "{} {} runs after {} ms",
                    facts.name(),
                    facts.version(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
            return bundle;
        } catch (BundleException e) {
            LOG.debug("raw: {}", e.getMessage(), e);
            String sentence = new Why(context.getBundles()).sentence(e);
            uninstall(bundle);
            throw new Refusal(sentence, e, Why.kind(e));
        } catch (TimeoutException e) {
            abandon(bundle);
            throw new Refusal(
                    "It did not come back from its start within " + config.start_seconds()
                            + " s and was given up; mend what its activator or components wait for.",
                    e,
                    Refusal.Kind.HUNG);
        }
    }

    /** Tries again to start a bundle that is installed. @return why it does not run, or null */
    Refusal again(Bundle bundle) {
        try {
            within(bundle, () -> bundle.start(Bundle.START_ACTIVATION_POLICY));
            return null;
        } catch (BundleException e) {
            return new Refusal(new Why(context.getBundles()).sentence(e), e, Why.kind(e));
        } catch (TimeoutException e) {
            return new Refusal("It did not come back from its start within " + config.start_seconds() + " s.", e);
        }
    }

    /** Does something that runs a bundle's code, on a thread of its own that belongs to the bundle, as do the threads that the code makes there. */
    private void within(Bundle bundle, Act act) throws BundleException, TimeoutException {
        FutureTask<Void> task = new FutureTask<>(() -> {
            act.run();
            return null;
        });
        Thread thread = new Thread(task, "plugin-start-stop");
        thread.setDaemon(true);
        wiring().resolveBundles(Set.of(bundle)); // what does not resolve says why when it is started
        thread.setContextClassLoader(Leftovers.loader(bundle).orElse(getClass().getClassLoader()));
        thread.start();
        try {
            task.get(config.start_seconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BundleException known) {
                throw known;
            }
            throw new BundleException(String.valueOf(e.getCause()), BundleException.ACTIVATOR_ERROR, e.getCause());
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new BundleException("the platform stops", BundleException.REJECTED_BY_HOOK, e);
        } catch (TimeoutException e) {
            thread.interrupt();
            throw e;
        }
    }

    /** The framework keeps a bundle locked while it starts or stops: it goes when its own code lets go of it. */
    private static void abandon(Bundle bundle) {
        Thread waiting = new Thread(
                () -> {
                    try {
                        bundle.uninstall();
                    } catch (BundleException | IllegalStateException e) {
                        LOG.warn("{} was given up and cannot be uninstalled; a restart ends it", bundle, e);
                    }
                },
                "plugin-given-up");
        waiting.setDaemon(true);
        waiting.start();
    }

    /** Lets it take no new work and waits for what runs, up to a bound, or until {@link #resume}. @param enough whether that was called already */
    void drain(Deployed entry, int seconds, BooleanSupplier enough) {
        Bundle bundle = entry.bundle;
        if (bundle == null) {
            return;
        }
        entry.draining = true;
        List<TrackedOffer<?>> offers = services.of(bundle.getBundleId());
        offers.forEach(TrackedOffer::drain);
        if (enough.getAsBoolean()) {
            resume(entry);
            return;
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try {
            for (TrackedOffer<?> offer : offers) {
                offer.awaitFree(Math.max(0, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets it take work again. */
    void resume(Deployed entry) {
        Bundle bundle = entry.bundle;
        if (bundle != null && entry.draining) {
            entry.draining = false;
            services.of(bundle.getBundleId()).forEach(TrackedOffer::resume);
        }
    }

    /** Uses of its services at this moment. */
    int inUse(Bundle bundle) {
        return bundle == null
                ? 0
                : services.of(bundle.getBundleId()).stream()
                        .mapToInt(TrackedOffer::inUse)
                        .sum();
    }

    /** Stops and uninstalls it; what still runs on it is handed over. */
    void withdraw(Deployed entry) {
        Bundle bundle = entry.bundle;
        if (bundle != null) {
            Set<Bundle> wired = dependents(Set.of(bundle));
            Optional<ClassLoader> loader = Leftovers.loader(bundle);
            entry.bundle = null;
            entry.draining = false;
            uninstall(bundle);
            entry.left = loader.map(Leftovers::threads).orElse(List.of());
            refresh(bundle, wired);
            LOG.info("{} {} was removed", entry.facts.name(), entry.facts.version());
        }
    }

    private void uninstall(Bundle bundle) {
        if (bundle == null) {
            return;
        }
        try {
            within(bundle, bundle::stop);
        } catch (BundleException | IllegalStateException e) {
            LOG.warn("{} did not stop cleanly", bundle, e); // it goes all the same
        } catch (TimeoutException e) {
            LOG.warn("{} did not come back from its stop within {} s and was given up", bundle, config.start_seconds());
            abandon(bundle);
            return;
        }
        try {
            bundle.uninstall();
        } catch (BundleException | IllegalStateException e) {
            LOG.warn("{} could not be uninstalled; a restart ends it", bundle, e);
        }
    }

    /** Bundles that are wired to these, and so would have to restart; not these themselves. */
    Set<Bundle> dependents(Collection<Bundle> bundles) {
        Set<Bundle> closure = new HashSet<>(wiring().getDependencyClosure(bundles));
        closure.removeAll(bundles);
        return closure;
    }

    /** Nobody is wired to a bundle that exports nothing; where one exports, those that use it are started anew without it. */
    private void refresh(Bundle gone, Set<Bundle> wired) {
        if (wired.isEmpty()) {
            return;
        }
        Semaphore done = new Semaphore(0);
        wiring().refreshBundles(Set.of(gone), event -> done.release());
        try {
            if (!done.tryAcquire(REFRESH_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the bundles that used {} are still restarting", gone);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private FrameworkWiring wiring() {
        return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
    }

    /** Waits until the bundle offers all of these, or anything if these are none, up to a bound: some register only after their start. @return what is missing */
    List<String> awaitServices(Bundle bundle, Set<String> wanted) {
        Semaphore appeared = new Semaphore(0);
        ServiceListener listener = event -> appeared.release();
        context.addServiceListener(listener);
        try {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(config.appear_milliseconds());
            while (names(bundle).isEmpty() || !names(bundle).containsAll(wanted)) {
                if (!appeared.tryAcquire(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            context.removeServiceListener(listener);
        }
        List<String> there = names(bundle);
        return wanted.stream().filter(name -> !there.contains(name)).sorted().toList();
    }

    /** Kinds and stable names of what a bundle offers partners' users. */
    static List<String> names(Bundle bundle) {
        ServiceReference<?>[] references =
                bundle == null || bundle.getState() == Bundle.UNINSTALLED ? null : bundle.getRegisteredServices();
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

    private interface Act {
        void run() throws BundleException;
    }
}
