package org.mutoscope.plugins;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
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
    private final Map<String, ConcurrentSkipListMap<String, String>> faults = new ConcurrentHashMap<>();
    private volatile Heard heard = (from, verb, went) -> {};

    /** Starts without threads; they come as needed and go after a minute. */
    @Activate
    public GuardedCalls() {
        threads = new ThreadPoolExecutor(0, MOST_THREADS, 60, TimeUnit.SECONDS, new SynchronousQueue<>(), r -> {
            Thread thread = new Thread(r, "partner-call-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Hears how each call ended; on the thread of the call, so it returns quickly. */
    interface Heard {
        void call(Offered<?> from, String verb, Vigil.Went went);
    }

    void tell(Heard listener) {
        heard = listener;
    }

    /** What went wrong in the last call of some kind into a bundle, if its later calls of that kind did not go well. @param bundle {@code name@version} */
    Optional<String> lastFault(String bundle) {
        return Optional.ofNullable(faults.get(bundle))
                .flatMap(f -> f.values().stream().findFirst());
    }

    private void note(Offered<?> from, String verb, Vigil.Went went, Object what) {
        String bundle = from.bundle() + "@" + from.version();
        if (went == Vigil.Went.THREW) {
            faults.computeIfAbsent(bundle, b -> new ConcurrentSkipListMap<>())
                    .put(verb, "its " + verb + " failed: " + what);
        } else if (faults.containsKey(bundle)) {
            faults.get(bundle).remove(verb);
        }
        heard.call(from, verb, went);
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
        Map<String, String> words = MDC.getCopyOfContextMap();
        try {
            running = threads.submit(() -> {
                MDC.setContextMap(words == null ? Map.of() : words);
                return run(service, verb, use);
            });
        } catch (java.util.concurrent.RejectedExecutionException e) {
            throw new PartnerFault("all " + MOST_THREADS + " threads for calls into bundles are taken", true, e);
        }
        try {
            return running.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            running.cancel(true);
            note(service.from(), verb, Vigil.Went.THREW, "no answer within " + deadline.toMillis() + " ms");
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
        String outer = MDC.get("bundle"); // one bundle may call another through us
        MDC.put("bundle", service.from().bundle() + "@" + service.from().version());
        try {
            R result = use.of(service.service());
            boolean failed = result instanceof RenderOutcome.Failed && !service.gone();
            note(service.from(), verb, failed ? Vigil.Went.FAILED : Vigil.Went.WELL, null);
            return result;
        } catch (InterruptedException e) {
            throw e;
        } catch (VirtualMachineError e) {
            throw e; // ours as much as theirs: no partner's fault to be swallowed
        } catch (Throwable e) { // LinkageError included: a bundle built against something else
            if (!service.gone() && !thread.isInterrupted()) { // else it was told to stop, and did
                note(service.from(), verb, Vigil.Went.THREW, e);
            }
            throw fault(service, verb, e.toString(), false, e);
        } finally {
            if (outer == null) {
                MDC.remove("bundle");
            } else {
                MDC.put("bundle", outer);
            }
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
