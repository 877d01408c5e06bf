package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.tck.StoreDouble.Trouble;

/** Where one contract is tried: a specimen with its store and a context, new for each test. Calls are made as the host makes them, on a thread of their own that is interrupted when its time is over. */
final class Bench implements AutoCloseable {
    /** The most a call may take; the host's own default is 20 s. */
    static final Duration DEADLINE = Duration.ofSeconds(60);

    final StoreDouble store;
    final BillingSpecimen specimen;
    final LentContext context;
    final BillingProvider provider;
    /** When it was opened, by the context's clock. */
    final Instant opened;

    private final Duration linger;

    /** @param linger how long half an answer may take to arrive */
    Bench(StoreDouble store, BillingSpecimen specimen, Duration linger) {
        this.store = store;
        this.linger = linger;
        this.specimen = specimen;
        this.context = new LentContext(specimen.secrets());
        this.provider = specimen.provider();
        this.opened = context.clock().instant();
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

    /** Verifies the good proof and reads the notices: so the provider has seen what the host would ask it about. */
    Bench acquainted() throws Exception {
        verify(specimen.goodProof());
        for (SentNotice notice : specimen.notices()) {
            interpret(provider, notice);
        }
        return this;
    }

    /**
     * Interrupts two calls: of a store that never answers, and of one that stops in the middle of its answer.
     *
     * @return what they claim all the same; a call that threw InterruptedException, as it may, claims nothing
     */
    <T> List<T> interrupted(Callable<T> work) throws Exception {
        List<T> claims = new ArrayList<>();
        for (Trouble trouble : List.of(Trouble.SILENT, Trouble.STALLED)) {
            store.trouble(trouble);
            Running<T> call = begin(work);
            assertTrue(store.awaitRequest(), "the store was asked");
            call.thread().join(trouble == Trouble.STALLED ? linger.toMillis() : 1);
            call.thread().interrupt();
            try {
                claims.add(call.task().get(1, TimeUnit.SECONDS));
            } catch (ExecutionException e) {
                assertInstanceOf(InterruptedException.class, e.getCause(), "what an interrupted call throws");
            } catch (TimeoutException e) {
                throw new AssertionError(
                        "the call went on for more than 1 s after it was interrupted; the store was " + trouble, e);
            }
        }
        return claims;
    }

    /** Asks a store in trouble for something that is a list: only an exception says that nothing can be said. @return troubles in which it claimed to know */
    List<Trouble> claimsInTrouble(Callable<?> work) throws Exception {
        List<Trouble> claimed = new ArrayList<>();
        for (Trouble trouble : List.of(Trouble.BUSY, Trouble.BROKEN, Trouble.GARBAGE, Trouble.EMPTY, Trouble.CUT)) {
            store.trouble(trouble);
            int before = store.requests();
            try {
                call(work);
                if (store.requests() > before) {
                    claimed.add(trouble);
                }
            } catch (Exception e) {
                // so it should be: the host keeps what it knew and asks again
            }
        }
        return claimed;
    }

    /** Starts a call that somebody else ends. */
    static <T> Running<T> begin(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "tck-call");
        thread.setDaemon(true);
        thread.start();
        return new Running<>(thread, task);
    }

    static <T> T call(Callable<T> work) throws Exception {
        Running<T> running = begin(work);
        try {
            return result(running, DEADLINE);
        } catch (TimeoutException e) {
            running.thread().interrupt();
            throw new AssertionError("the call did not end within " + DEADLINE.toSeconds() + " s", e);
        }
    }

    /** What a call came to. @throws Exception what it threw @throws TimeoutException if it goes on */
    static <T> T result(Running<T> running, Duration most) throws Exception {
        try {
            return running.task().get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw new AssertionError("the partner's code threw " + e.getCause(), e.getCause());
        }
    }

    @Override
    public void close() {
        store.close();
    }

    /** A call under way. */
    record Running<T>(Thread thread, FutureTask<T> task) {}
}
