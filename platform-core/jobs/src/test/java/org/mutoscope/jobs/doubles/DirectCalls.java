package org.mutoscope.jobs.doubles;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.PartnerFault;

/** Calls without class loaders, logs and meters; deadlines and faults as in the real one. */
public final class DirectCalls implements PartnerCalls {
    private final ExecutorService threads = Executors.newCachedThreadPool(r -> {
        Thread thread = new Thread(r, "partner-call");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public <T, R> R call(Leased<T> service, String verb, Duration deadline, Use<T, R> use)
            throws PartnerFault, InterruptedException {
        Future<R> running = threads.submit(() -> run(service, verb, use));
        try {
            return running.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            running.cancel(true);
            throw new PartnerFault(verb + " was late", true, e);
        } catch (InterruptedException e) {
            running.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof PartnerFault fault ? fault : new PartnerFault(verb, false, e.getCause());
        }
    }

    @Override
    public <T, R> R run(Leased<T> service, String verb, Use<T, R> use) throws PartnerFault, InterruptedException {
        try {
            return use.of(service.service());
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            throw new PartnerFault(
                    service.from().bundle() + " " + service.from().version() + ", " + verb + ": " + e, false, e);
        }
    }
}
