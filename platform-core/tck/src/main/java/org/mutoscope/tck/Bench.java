package org.mutoscope.tck;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.ProofOutcome;

/** Where one contract is tried: a specimen with its store and a context, new for each test. Calls are made as the host makes them, on a thread of their own that is interrupted when its time is over. */
final class Bench implements AutoCloseable {
    /** The most a call may take; the host's own default is 20 s. */
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    final StoreDouble store;
    final BillingSpecimen specimen;
    final LentContext context;
    final BillingProvider provider;

    Bench(StoreDouble store, BillingSpecimen specimen) {
        this.store = store;
        this.specimen = specimen;
        this.context = new LentContext(specimen.secrets());
        this.provider = specimen.provider();
    }

    ProofOutcome verify(String proof) throws Exception {
        return verify(provider, "acct_one", proof);
    }

    ProofOutcome verify(BillingProvider by, String account, String proof) throws Exception {
        return call(() -> by.verify(new SentProof(account, proof), context));
    }

    ProofOutcome lookup(String purchaseId) throws Exception {
        return call(() -> provider.lookup(purchaseId, context));
    }

    NoticeReading interpret(BillingProvider by, SentNotice notice) throws Exception {
        return call(() -> by.interpret(notice, context));
    }

    /** Starts a call that somebody else ends. */
    static <T> Running<T> begin(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "tck-call");
        thread.setDaemon(true);
        thread.start();
        return new Running<>(thread, task);
    }

    private static <T> T call(Callable<T> work) throws Exception {
        Running<T> running = begin(work);
        try {
            return running.task().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            running.thread().interrupt();
            throw new AssertionError("the call did not end within " + DEADLINE.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw new AssertionError("the provider threw " + e.getCause(), e.getCause());
        }
    }

    @Override
    public void close() {
        store.close();
    }

    /** A call under way. */
    record Running<T>(Thread thread, FutureTask<T> task) {}
}
