package org.mutoscope.tck;

import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.mutoscope.api.backend.VideoBackend;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Puts the bad backend into a framework; which fault it has stands in the manifest. */
public final class BadBackendActivator implements BundleActivator {
    private static final AtomicInteger STARTS = new AtomicInteger();
    private static final List<Timer> TIMERS = new ArrayList<>();

    private BadBackend backend;
    private boolean waits;

    @Override
    public void start(BundleContext context) {
        BackendFault fault =
                BackendFault.valueOf(context.getBundle().getHeaders().get(BadJar.HEADER));
        if (fault == BackendFault.leavesNoThread) {
            TIMERS.add(new Timer("left behind", true)); // kept, or it would end when it is collected
        }
        if (fault == BackendFault.leavesNoClassLoader) {
            System.getProperties().put(BadJar.LEAK, BadBackendActivator.class);
        }
        if (fault == BackendFault.survivesTwentyCyclesUnderLoad && STARTS.incrementAndGet() == 3) {
            throw new IllegalStateException("the third start is one too many");
        }
        backend = new BadBackend(fault, new BadService());
        waits = fault == BackendFault.stopDoesNotWaitForRenders;
        String id = fault == BackendFault.serviceHasAnId ? "Bad Backend" : "bad";
        context.registerService(VideoBackend.class, backend, properties(id));
    }

    private static Dictionary<String, Object> properties(String id) {
        return new Hashtable<>(Map.of(VideoBackend.ID, id));
    }

    @Override
    public void stop(BundleContext context) {
        while (waits && backend.heldUp()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
