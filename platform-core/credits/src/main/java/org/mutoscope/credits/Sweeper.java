package org.mutoscope.credits;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.storage.UnitOfWork;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Books lots whose time is over, and forgets quotes that ended long ago. Late or twice does no harm: spending goes by the time itself. */
@Component(
        service = {},
        immediate = true,
        configurationPid = LedgerService.PID)
public final class Sweeper {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    /** Small enough that a command behind a sweep in the writer's queue does not notice. */
    private static final int BATCH = 50;

    private static final Duration KEEP_QUOTES = Duration.ofDays(1);
    private static final String FORGET = "delete from quote where expires_at < ?";

    private final UnitOfWork work;
    private final Ledger ledger;
    private final ScheduledExecutorService clock;

    @Activate
    public Sweeper(@Reference UnitOfWork work, @Reference Ledger ledger, CreditsConfig config) {
        this.work = work;
        this.ledger = ledger;
        clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "credits-sweeper");
            thread.setDaemon(true);
            return thread;
        });
        long every = config.expiry_sweep_seconds();
        clock.scheduleWithFixedDelay(this::sweep, every, every, TimeUnit.SECONDS);
    }

    /** Never interrupts: a thread that is interrupted while it writes could close the database file under it. */
    @Deactivate
    void deactivate() throws InterruptedException {
        clock.shutdown();
        if (!clock.awaitTermination(10, TimeUnit.SECONDS)) {
            LOG.warn("a sweep still runs 10 s after the end of the ledger");
        }
    }

    void sweep() {
        try {
            int ended = BATCH;
            while (ended == BATCH && !clock.isShutdown()) {
                ended = work.write(tx -> ledger.expire(tx, BATCH));
            }
            work.write(tx -> tx.update(FORGET, tx.now().minus(KEEP_QUOTES)));
        } catch (RuntimeException e) {
            // A scheduled task that throws is never run again; the next round finds what this one left.
            LOG.warn("lots could not be expired now, the next sweep goes on", e);
        }
    }
}
