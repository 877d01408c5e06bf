package org.mutoscope.credits;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.mutoscope.core.jobs.Capacity;
import org.mutoscope.core.ledger.Quota;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the capacity every few minutes and publishes the quota. The table is the truth: a new process goes on where the last one was. */
@Component(service = Quota.class, immediate = true, configurationPid = LedgerService.PID)
public final class QuotaService implements Quota {
    private static final Logger LOG = LoggerFactory.getLogger(QuotaService.class);

    private final UnitOfWork work;
    private final QuotaBook book;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "quota");
        thread.setDaemon(true);
        return thread;
    });
    private volatile CreditsConfig credits;
    private volatile Numbers measured;
    private final Spare spare = new Spare();
    private QuotaController controller;
    private ScheduledFuture<?> planned;
    private final Runnable again = this::next;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Capacity capacity;

    @Activate
    public QuotaService(@Reference UnitOfWork work, @Reference QuotaBook book, CreditsConfig credits) {
        this.work = work;
        this.book = book;
        this.credits = credits;
        resume();
        next();
        book.onTick(again); // a shorter tick counts at once, not after the long one
    }

    @Modified
    void modified(CreditsConfig changed) {
        credits = changed;
    }

    /** Never interrupts: a thread that is interrupted while it writes could close the database file under it. */
    @Deactivate
    void deactivate() throws InterruptedException {
        book.offTick(again);
        clock.shutdownNow().forEach(planned -> LOG.trace("not run any more: {}", planned));
        if (!clock.awaitTermination(10, TimeUnit.SECONDS)) {
            LOG.warn("the quota is still being worked out 10 s after its end");
        }
    }

    private void resume() {
        Optional<Change> last = work.read(QuotaTable::newest);
        Instant now = work.read(Transaction::now);
        int demand = last.map(Change::demandPercent).orElse(100);
        controller = new QuotaController(
                last.map(Change::clips).orElse(cap()),
                demand,
                last.map(Change::at).orElse(Instant.EPOCH),
                now);
        book.demand(demand);
    }

    private synchronized void next() {
        if (planned != null) {
            planned.cancel(false);
        }
        try {
            planned = clock.schedule(this::round, book.config().tick_seconds(), TimeUnit.SECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.trace("the quota has ended", closed);
        }
    }

    private void round() {
        try {
            tick();
        } catch (RuntimeException e) {
            LOG.warn("the quota could not be worked out now and stays as it is until the next round", e);
        } finally {
            next();
        }
    }

    /** One window. */
    synchronized void tick() {
        if (!book.config().follow_capacity()) {
            return;
        }
        Optional<Numbers> numbers = measure();
        measured = numbers.orElse(null);
        work.write(tx -> {
            QuotaController.Decision decision = controller.step(tx.now(), numbers.orElse(null), rules());
            if (decision.reason() != null) {
                QuotaTable.insert(
                        tx,
                        new Change(
                                0,
                                tx.now(),
                                decision.clips(),
                                decision.demand(),
                                decision.reason(),
                                numbers.orElse(null)));
                LOG.info("the quota is {} clips a day now: {}", decision.clips(), decision.reason());
            }
            book.demand(decision.demand());
            return null;
        });
    }

    /** What can be measured now; nothing if the jobs are not there or cannot say it. */
    private Optional<Numbers> measure() {
        Capacity jobs = capacity;
        if (jobs == null) {
            return Optional.empty();
        }
        try {
            Capacity.Reading reading = jobs.read();
            long accounts = work.read(QuotaService::freeAccounts);
            QuotaConfig rules = book.config();
            int largest = rules.spare_backend() ? reading.largest() : 0;
            int kept = spare.keep(reading.at(), reading.slots(), largest);
            Forecast forecast = new Forecast(reading, kept, credits.clip_credits(), rules.clip_seconds() * 1000L);
            return Optional.of(forecast.numbers(accounts, rules.reserve_percent(), cap()));
        } catch (RuntimeException e) {
            LOG.warn("the capacity cannot be read now", e);
            return Optional.empty();
        }
    }

    private static long freeAccounts(Transaction tx) {
        return tx.first(
                        "select count(distinct account_id) n from credit_lot where expired = false and expires_at > ?"
                                + " and source = 'FREE_DAILY'",
                        row -> row.number("n"),
                        tx.now())
                .orElse(0L);
    }

    private QuotaController.Rules rules() {
        QuotaConfig config = book.config();
        return new QuotaController.Rules(
                config.floor(),
                cap(),
                config.target_wait_seconds() * 1000L,
                Duration.ofSeconds(config.settle_seconds()),
                Duration.ofMinutes(config.stale_minutes()),
                config.demand_least_percent(),
                config.demand_most_percent());
    }

    private int cap() {
        return credits.free_generations_per_day();
    }

    @Override
    public State now(Transaction tx) {
        boolean follows = book.config().follow_capacity();
        Optional<Change> last = follows ? QuotaTable.newest(tx) : Optional.empty();
        int clips = Math.min(cap(), last.map(Change::clips).orElse(cap()));
        String otherwise = follows ? "Nothing has called for another." : "The operator has fixed it.";
        return new State(
                clips,
                Math.multiplyExact((long) clips, (long) credits.clip_credits()),
                follows ? Math.min(book.config().floor(), cap()) : cap(),
                cap(),
                book.demand(),
                book.config().target_wait_seconds() * 1000L,
                last.map(Change::at).orElse(null),
                last.map(Change::reason).orElse(otherwise),
                measured);
    }

    @Override
    public List<Change> history(Transaction tx, long before, int limit) {
        return QuotaTable.before(tx, before, limit);
    }

    @Override
    public void link(Transaction tx, String name, List<String> accountIds) {
        Keys.require(name, 160, "name");
        Wallets wallets = new Wallets();
        accountIds.forEach(account -> {
            wallets.peek(tx, account, Env.PRODUCTION); // account_not_found
            Buckets.note(tx, account, Buckets.LINK, name);
        });
    }

    @Override
    public void seen(Transaction tx, String accountId, String network) {
        Keys.require(network, 160, "network");
        Buckets.note(tx, accountId, Buckets.NETWORK, network);
    }

    @Override
    public void seenOn(Transaction tx, String accountId, String device) {
        Keys.require(device, 160, "device");
        Buckets.device(tx, accountId, device);
    }

    @Override
    public boolean watchesDevices() {
        return book.config().device_lots() > 0;
    }

    @Override
    public boolean watchesNetworks() {
        return book.config().network_lots() > 0;
    }

    @Override
    public void zone(Transaction tx, String accountId, String zone) {
        Zones.set(tx, accountId, zone);
    }
}
