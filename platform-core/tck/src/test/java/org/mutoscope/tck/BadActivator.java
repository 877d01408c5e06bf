package org.mutoscope.tck;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.atomic.AtomicInteger;
import org.mutoscope.api.billing.BillingProvider;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Puts the bad provider into a framework; which fault it has stands in the manifest. */
public final class BadActivator implements BundleActivator {
    static final String HEADER = "X-Fault";
    static final String LEAK = "mutoscope.tck.bad";
    private static final AtomicInteger STARTS = new AtomicInteger();
    private static final List<Timer> TIMERS = new ArrayList<>();

    @Override
    public void start(BundleContext context) {
        Fault fault = Fault.valueOf(context.getBundle().getHeaders().get(HEADER));
        if (fault == Fault.leavesNoThread) {
            TIMERS.add(new Timer("left behind", true)); // kept, or it would end when it is collected
        }
        if (fault == Fault.leavesNoClassLoader) {
            System.getProperties().put(LEAK, BadActivator.class);
        }
        if (fault == Fault.survivesTwentyCyclesUnderLoad && STARTS.incrementAndGet() == 3) {
            throw new IllegalStateException("the third start is one too many");
        }
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(BillingProvider.ID, fault == Fault.serviceHasAnId ? "Bad_Provider" : "bad");
        context.registerService(BillingProvider.class, new BadProvider(fault), properties);
    }

    @Override
    public void stop(BundleContext context) {}
}
