package org.mutoscope.plugins;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.PartnerFault;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The crossing. */
@Component(service = PartnerCalls.class)
public final class GuardedCalls implements PartnerCalls {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedCalls.class);
    /** Most calls at once; a bundle that never returns cannot take the process with it. */
    private static final int MOST_THREADS = 256;

    private final ExecutorService threads;
    private final AtomicLong number = new AtomicLong();

    /** Starts without threads; they come as needed and go after a minute. */
    @Activate
    public GuardedCalls() {
        threads = new ThreadPoolExecutor(0, MOST_THREADS, 60, TimeUnit.SECONDS, new SynchronousQueue<>(), r -> {
            Thread thread = new Thread(r, "partner-call-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Interrupts what still runs. */
    @Deactivate
    public void close() {
        threads.shutdownNow();
    }

    @Override
    public <T, R> R call(Leased<T> service, String verb, Duration deadline, Use<T, R> use)
            throws PartnerFault, InterruptedException {
        Future<R> running;
        try {
            running = threads.submit(() -> run(service, verb, use));
        } catch (java.util.concurrent.RejectedExecutionException e) {
            throw new PartnerFault("all " + MOST_THREADS + " threads for calls into bundles are taken", true, e);
        }
        try {
            return running.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            running.cancel(true);
            throw fault(service, verb, "did not answer within " + deadline.toMillis() + " ms", true, e);
        } catch (InterruptedException e) {
            running.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PartnerFault known) {
                throw known;
            }
            throw fault(service, verb, String.valueOf(e.getCause()), false, e.getCause());
        }
    }

    @Override
    public <T, R> R run(Leased<T> service, String verb, Use<T, R> use) throws PartnerFault, InterruptedException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(service.service().getClass().getClassLoader());
        MDC.put("bundle", service.from().bundle() + "@" + service.from().version());
        try {
            return use.of(service.service());
        } catch (InterruptedException e) {
            throw e;
        } catch (VirtualMachineError e) {
            throw e; // ours as much as theirs: no partner's fault to be swallowed
        } catch (Throwable e) { // LinkageError included: a bundle built against something else
            throw fault(service, verb, e.toString(), false, e);
        } finally {
            MDC.remove("bundle");
            thread.setContextClassLoader(before);
        }
    }

    private static PartnerFault fault(Leased<?> service, String verb, String what, boolean late, Throwable cause) {
        String who = service.from().bundle() + " " + service.from().version() + ", " + verb + ": ";
        if (!service.gone()) {
            LOG.warn("fault of {}{}", who, what, cause);
        }
        return new PartnerFault(who + what, late, cause);
    }
}
