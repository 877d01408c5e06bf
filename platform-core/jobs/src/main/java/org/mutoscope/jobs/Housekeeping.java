package org.mutoscope.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.road.Clips;
import org.mutoscope.core.storage.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that looks for what time has overtaken: holds, leases, doubts, files, old rows (lots are the ledger's own). Each chore
 * stands alone: one that fails is logged and the others go on. Small batches, so that nobody waits behind them.
 */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final int BATCH = 200;

    private final Desk desk;
    private final Recovery recovery;
    private final Dispatcher dispatcher;
    private final FairQueue queue;
    private final Strays strays;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(r -> {
        Thread t = new Thread(r, "housekeeping");
        t.setDaemon(true);
        return t;
    });
    private volatile Clips clips;

    Housekeeping(Desk desk, Dispatcher dispatcher, FairQueue queue) {
        this.desk = desk;
        this.recovery = new Recovery(desk);
        this.dispatcher = dispatcher;
        this.queue = queue;
        this.strays = new Strays(desk, dispatcher, queue);
    }

    /** Who deletes files; null when it goes. */
    void clips(Clips sweeper) {
        clips = sweeper;
    }

    void start() {
        next();
    }

    private void next() {
        thread.schedule(this::round, desk.config().housekeeping_seconds(), TimeUnit.SECONDS);
    }

    private void round() {
        try {
            tick();
        } finally {
            next(); // anew each time, since the configuration may change
        }
    }

    /** One round; public chores of a test. */
    void tick() {
        chore("holds", this::holds);
        chore("leases", this::leases);
        chore("strays", strays::look);
        chore("doubts", recovery::endDoubts);
        chore("upstream", recovery::writeOff);
        chore("files", this::files);
        chore("idempotency", this::idempotency);
        chore("outbox", this::outbox);
    }

    private static void chore(String name, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("housekeeping, {}: failed and is tried again in the next round", name, e);
        }
    }

    /** Asks the job before it releases a hold: a late success must not go unpaid. */
    private void holds() {
        List<String> overdue = desk.storage().read(tx -> desk.ledger().overdue(tx, BATCH));
        overdue.forEach(jobId -> desk.storage().write(tx -> hold(tx, jobId)));
    }

    private boolean hold(Transaction tx, String jobId) {
        boolean alive =
                JobTable.find(tx, jobId).map(Job::state).filter(s -> !s.ended()).isPresent();
        if (alive) {
            desk.ledger().extend(tx, jobId, Duration.ofMinutes(desk.config().hold_extension_minutes()));
        } else {
            LOG.warn("the hold of {} is released: its job has ended or never was", jobId);
            desk.ledger().release(tx, jobId, "its job has ended or never was");
        }
        return alive;
    }

    /** Leases that ran out although no thread of this process has the job: their end could not be written. */
    private void leases() {
        List<StepTable.Step> out = desk.storage().read(tx -> StepTable.leased(tx, tx.now()));
        for (StepTable.Step step : out) {
            if (dispatcher.running(step.jobId()).isEmpty() && desk.storage().write(tx -> recovery.takeUp(tx, step))) {
                Loading.again(desk, queue, dispatcher.returns(), step.jobId());
            }
        }
    }

    private void files() {
        Clips sweeper = clips;
        if (sweeper != null) {
            int swept = sweeper.sweep(BATCH);
            if (swept > 0) {
                LOG.info("the files of {} jobs were deleted", swept);
            }
        }
    }

    private void idempotency() {
        Instant keys = now().minus(Duration.ofDays(desk.config().idempotency_days()));
        Instant retries = now().minus(Duration.ofHours(1)); // they count for ten minutes
        record Key(String account, String key) {}
        List<Key> old = desk.storage()
                .read(tx -> tx.query(
                        "select account_id, idem_key from idempotency where created_at < ?" // alone, for the index
                                + " and (created_at < ? or idem_key like 'retry:%') fetch first " + BATCH
                                + " rows only",
                        row -> new Key(row.text("account_id"), row.text("idem_key")),
                        retries,
                        keys));
        delete(
                old,
                (tx, key) -> tx.update(
                        "delete from idempotency where account_id = ? and idem_key = ?", key.account, key.key));
    }

    private void outbox() {
        Instant before = now().minus(Duration.ofDays(desk.config().outbox_days()));
        List<Long> old = desk.storage()
                .read(tx -> tx.query(
                        "select seq from outbox where at < ? order by seq fetch first " + BATCH + " rows only",
                        row -> row.number("seq"),
                        before));
        delete(old, (tx, seq) -> tx.update("delete from outbox where seq = ?", seq));
    }

    private <T> void delete(List<T> rows, java.util.function.BiConsumer<Transaction, T> statement) {
        if (!rows.isEmpty()) {
            desk.storage().write(tx -> {
                rows.forEach(row -> statement.accept(tx, row));
                return rows.size();
            });
        }
    }

    private Instant now() {
        return desk.storage().read(Transaction::now);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
