package org.mutoscope.plugins;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** Threads that a bundle made and that go on after its stop: with them all its classes stay in memory. */
final class Leftovers {
    /** How long threads that were told to end may take. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private Leftovers() {}

    /** Empty if it is not resolved. */
    static Optional<ClassLoader> loader(Bundle bundle) {
        return Optional.ofNullable(bundle.adapt(BundleWiring.class)).map(BundleWiring::getClassLoader);
    }

    /** Names of the threads that belong to a loader: made by its classes, or by threads that belong to it. Waits a moment for them to end. */
    static List<String> threads(ClassLoader loader) {
        long end = System.nanoTime() + GRACE_NANOS;
        try {
            for (Thread thread : of(loader)) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return of(loader).stream().map(Thread::getName).sorted().toList();
    }

    private static List<Thread> of(ClassLoader loader) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive()
                        && thread != Thread.currentThread()
                        && (thread.getContextClassLoader() == loader
                                || thread.getClass().getClassLoader() == loader))
                .toList();
    }
}
