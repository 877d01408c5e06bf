package org.mutoscope.tck;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.PurchaseHistory;
import org.mutoscope.api.billing.RefundAnswers;
import org.mutoscope.api.billing.Subscriptions;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ManagedService;

/** Puts the bad provider into a framework; which fault it has stands in the manifest. */
public final class BadActivator implements BundleActivator {
    static final String PID = "bad";
    private static final AtomicInteger STARTS = new AtomicInteger();
    private static final List<Timer> TIMERS = new ArrayList<>();

    private BadProvider provider;
    private boolean waits;

    @Override
    public void start(BundleContext context) {
        Fault fault = Fault.valueOf(context.getBundle().getHeaders().get(BadJar.HEADER));
        if (fault == Fault.leavesNoThread) {
            TIMERS.add(new Timer("left behind", true)); // kept, or it would end when it is collected
        }
        if (fault == Fault.leavesNoClassLoader) {
            System.getProperties().put(BadJar.LEAK, BadActivator.class);
        }
        if (fault == Fault.survivesTwentyCyclesUnderLoad && STARTS.incrementAndGet() == 3) {
            throw new IllegalStateException("the third start is one too many");
        }
        provider = new BadProvider(fault);
        String id = fault == Fault.serviceHasAnId ? "Bad_Provider" : "bad";
        context.registerService(BillingProvider.class, provider, properties(BillingProvider.ID, id));
        String other = fault == Fault.servicesShareOneId ? "worse" : id;
        context.registerService(
                new String[] {
                    PurchaseHistory.class.getName(), RefundAnswers.class.getName(), Subscriptions.class.getName()
                },
                new BadExtras(fault, Instant.now()),
                properties(BillingProvider.ID, other));
        context.registerService(
                ManagedService.class,
                found -> provider.salt(found == null ? "" : (String) found.get("salt")),
                properties(Constants.SERVICE_PID, PID));
        waits = fault == Fault.stopDoesNotWaitForCalls;
    }

    private static Dictionary<String, Object> properties(String name, String value) {
        return new Hashtable<>(Map.of(name, value));
    }

    @Override
    public void stop(BundleContext context) {
        while (waits && provider.store().asking() > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
