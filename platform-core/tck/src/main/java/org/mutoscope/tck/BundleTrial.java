package org.mutoscope.tck;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.util.tracker.ServiceTracker;

/**
 * What became of a bundle that was started and stopped again and again while it was called, and then uninstalled.
 *
 * @param kind what kind of service it offers
 * @param services ids of its services of that kind and beside it in all starts, by name of the interface
 * @param faults what went wrong, at most one for each cycle
 * @param threadsLeft names of threads that outlived it
 * @param loaderGone whether its class loader was collected
 */
record BundleTrial(
        ServiceKind<?> kind,
        Map<String, Set<String>> services,
        List<String> faults,
        List<String> threadsLeft,
        boolean loaderGone) {
    /** A clip may take its time; a proof never does. */
    private static final Duration ANSWER = Duration.ofMinutes(10);

    private static final Duration LET_GO = Duration.ofSeconds(10);

    static <S> BundleTrial run(Path jar, ServiceKind<S> kind, Duration patience) throws Exception {
        kind.rehearse();
        try (House house = new House(kind.configuration())) {
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            Map<String, Set<String>> services = new TreeMap<>();
            List<String> faults = new ArrayList<>();
            ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
            WeakReference<ClassLoader> loader = null;
            Bundle bundle = house.install(jar);
            for (int cycle = 0; cycle < kind.cycles() && faults.isEmpty(); cycle++) {
                cycle(house, bundle, kind, faults)
                        .forEach((type, id) -> services.computeIfAbsent(type, t -> new TreeSet<>())
                                .add(id));
                loader = loader == null ? loaderOf(bundle, collected) : loader;
            }
            List<String> left = LeftThreads.since(before, kind.standInThreads(), patience);
            bundle.uninstall();
            return new BundleTrial(kind, services, faults, left, gone(loader, collected, patience));
        }
    }

    private static WeakReference<ClassLoader> loaderOf(Bundle bundle, ReferenceQueue<ClassLoader> collected) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        return wiring == null ? null : new WeakReference<>(wiring.getClassLoader(), collected);
    }

    /** @return ids of its services by their interface */
    private static <S> Map<String, String> cycle(House house, Bundle bundle, ServiceKind<S> kind, List<String> faults)
            throws Exception {
        try {
            // On a thread of its own: what a library keeps for a thread, softly, goes with the thread.
            Bench.call(() -> {
                bundle.start();
                return bundle;
            });
        } catch (BundleException e) {
            faults.add("it does not start: " + e.getMessage());
            return Map.of();
        }
        ServiceTracker<S, S> tracker = new ServiceTracker<>(house.context(), kind.type(), null);
        tracker.open();
        try {
            S service = tracker.waitForService(TimeUnit.SECONDS.toMillis(60));
            if (service == null) {
                faults.add("it starts and offers no " + kind.type().getSimpleName());
                bundle.stop();
                return Map.of();
            }
            Map<String, String> services = services(bundle, kind);
            underLoad(bundle, service, kind, faults);
            return services;
        } finally {
            tracker.close();
        }
    }

    private static Map<String, String> services(Bundle bundle, ServiceKind<?> kind) {
        Map<String, String> ids = new TreeMap<>();
        for (ServiceReference<?> reference : bundle.getRegisteredServices()) {
            for (String type : (String[]) reference.getProperty(Constants.OBJECTCLASS)) {
                if (type.startsWith(kind.type().getPackageName() + ".")) {
                    ids.put(type, String.valueOf(reference.getProperty(kind.idKey())));
                }
            }
        }
        return ids;
    }

    /** What it calls itself; empty if it never served. */
    String id() {
        return String.join(" and ", services.getOrDefault(kind.type().getName(), Set.of()));
    }

    /** Stops the bundle while it is called, as a rude removal does, and interrupts the callers as the host would. */
    private static <S> void underLoad(Bundle bundle, S service, ServiceKind<S> kind, List<String> faults)
            throws Exception {
        int crowd = kind.callers(service);
        CountDownLatch served = new CountDownLatch(crowd);
        List<Bench.Running<String>> callers = new ArrayList<>();
        ClassLoader loader = bundle.adapt(BundleWiring.class).getClassLoader();
        for (int n = 0; n < crowd; n++) {
            callers.add(Bench.begin(() -> {
                Thread.currentThread().setContextClassLoader(loader);
                return calls(service, kind, served);
            }));
        }
        boolean all = served.await(ANSWER.toSeconds(), TimeUnit.SECONDS);
        bundle.stop();
        for (Bench.Running<String> caller : callers) {
            caller.thread().interrupt();
        }
        for (Bench.Running<String> caller : callers) {
            caller.thread().join(LET_GO.toMillis());
            if (caller.thread().isAlive()) {
                faults.add("a call went on for " + LET_GO.toSeconds() + " s after it was interrupted");
            } else if (!caller.task().get().isEmpty()) {
                faults.add(caller.task().get());
            }
        }
        if (!all && faults.isEmpty()) {
            faults.add("a call was not answered within " + ANSWER.toMinutes() + " min");
        }
    }

    /** Calls until interrupted. @return what was wrong before the bundle was stopped */
    private static <S> String calls(S service, ServiceKind<S> kind, CountDownLatch served) {
        boolean once = false;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                String wrong = kind.use(service);
                if (!wrong.isEmpty()) {
                    return once ? "" : wrong; // later ones may be the end of the bundle
                }
            } catch (Exception | AssertionError | LinkageError e) {
                return once ? "" : "the first call after a start failed: " + e;
            } finally {
                if (!once) {
                    served.countDown();
                }
                once = true;
            }
        }
        return "";
    }

    private static boolean gone(
            WeakReference<ClassLoader> loader, ReferenceQueue<ClassLoader> collected, Duration patience)
            throws InterruptedException {
        Instant end = Instant.now().plus(patience);
        while (loader != null && loader.get() != null && Instant.now().isBefore(end)) {
            System.gc();
            collected.remove(100);
        }
        return loader == null || loader.get() == null;
    }
}
