package org.mutoscope.tck;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.ProofOutcome;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.util.tracker.ServiceTracker;

/** A bundle that serves in a framework of its own, and what an operator does to it. */
final class BundleAtWork implements AutoCloseable {
    private final House house;
    private final Bundle bundle;
    private final Bench bench;
    private final Duration patience;
    private final ServiceTracker<BillingProvider, BillingProvider> tracker;

    BundleAtWork(Path jar, Bench bench, Duration patience) throws Exception {
        this.bench = bench.acquainted();
        this.patience = patience;
        house = new House(bench.specimen.configuration());
        try {
            bundle = house.install(jar);
            bundle.start();
            tracker = new ServiceTracker<>(house.context(), BillingProvider.class, null);
            tracker.open();
        } catch (BundleException e) {
            house.close();
            throw new AssertionError("the bundle does not start: " + e.getMessage(), e);
        }
    }

    /** Changes the configuration, and back. @return what went wrong */
    List<String> reconfigure(Reconfigured other) throws Exception {
        List<String> wrong = new ArrayList<>();
        AtomicInteger stops = new AtomicInteger();
        SynchronousBundleListener listener = event -> {
            if (event.getBundle() == bundle && event.getType() == BundleEvent.STOPPING) {
                stops.incrementAndGet();
            }
        };
        house.context().addBundleListener(listener);
        String first = bench.specimen.goodProof();
        expect(first, other.goodProof(), "under the first configuration", wrong);
        house.configure(other.configuration());
        expect(other.goodProof(), first, "after the change", wrong);
        house.configure(bench.specimen.configuration());
        expect(first, other.goodProof(), "after the change back", wrong);
        house.context().removeBundleListener(listener);
        if (stops.get() > 0) {
            wrong.add("the bundle was stopped");
        }
        return wrong;
    }

    /** Waits until one proof is good and the other is not. */
    private void expect(String good, String bad, String when, List<String> wrong) throws InterruptedException {
        Instant end = Instant.now().plus(patience);
        boolean as = verifies(good) && !verifies(bad);
        while (!as && wrong.isEmpty() && Instant.now().isBefore(end)) {
            new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
            as = verifies(good) && !verifies(bad);
        }
        if (!as && wrong.isEmpty()) {
            wrong.add(when + ", for " + patience.toSeconds()
                    + " s, a proof that should be good was not, or the other was");
        }
    }

    private boolean verifies(String proof) throws InterruptedException {
        BillingProvider provider = tracker.getService();
        if (provider == null) {
            return false;
        }
        try {
            ProofOutcome outcome = bench.verify(provider, "acct_one", proof);
            return outcome instanceof ProofOutcome.Verified || outcome instanceof ProofOutcome.VerifiedPeriod;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | AssertionError e) {
            return false; // between two configurations; if it stays so, the time runs out
        }
    }

    /** Stops the bundle while a call waits for the store. @return whether it stopped in time */
    boolean stopsDuringACall() throws Exception {
        BillingProvider provider = tracker.waitForService(TimeUnit.SECONDS.toMillis(60));
        if (provider == null) {
            throw new AssertionError("the bundle starts and offers no BillingProvider");
        }
        bench.verify(provider, "acct_one", bench.specimen.goodProof());
        bench.store.trouble(StoreDouble.Trouble.SILENT);
        String id = bench.specimen.goodFact().purchaseId();
        Bench.Running<ProofOutcome> call = Bench.begin(() -> provider.lookup(id, bench.context));
        if (!bench.store.awaitRequest()) {
            throw new AssertionError("the store was not asked");
        }
        Bench.Running<Boolean> stop = Bench.begin(() -> {
            bundle.stop();
            return true;
        });
        try {
            return stop.task().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new AssertionError("the bundle could not be stopped: " + e.getCause(), e.getCause());
        } finally {
            call.thread().interrupt();
            bench.store.close(); // whoever is deaf to that is sent home so
            stop.thread().join(TimeUnit.SECONDS.toMillis(60));
        }
    }

    @Override
    public void close() throws Exception {
        tracker.close();
        house.close();
    }
}
