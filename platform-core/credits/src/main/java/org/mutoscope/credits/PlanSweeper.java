package org.mutoscope.credits;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.mutoscope.core.ledger.Eligibilities;
import org.mutoscope.core.ledger.Plans;
import org.mutoscope.core.storage.UnitOfWork;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews plans month by month, asks after open verifications, and forgets old signals of networks and devices. */
@Component(
        service = {},
        immediate = true,
        configurationPid = PlanBook.PID)
public final class PlanSweeper {
    private static final Logger LOG = LoggerFactory.getLogger(PlanSweeper.class);
    private static final int BATCH = 50;

    private final UnitOfWork work;
    private final PlanService plans;
    private final EligibilityDesk desk;
    private final ScheduledExecutorService clock;

    @Activate
    public PlanSweeper(
            @Reference UnitOfWork work, @Reference Plans plans, @Reference Eligibilities desk, PlansConfig config) {
        this.work = work;
        this.plans = (PlanService) plans;
        this.desk = (EligibilityDesk) desk;
        clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "plan-sweeper");
            thread.setDaemon(true);
            return thread;
        });
        long every = config.renewal_sweep_seconds();
        clock.scheduleWithFixedDelay(this::sweep, every, every, TimeUnit.SECONDS);
    }

    /** Never interrupts: a thread that is interrupted while it writes could close the database file under it. */
    @Deactivate
    void deactivate() throws InterruptedException {
        clock.shutdown();
        if (!clock.awaitTermination(10, TimeUnit.SECONDS)) {
            LOG.warn("a renewal still runs 10 s after the end of the plans");
        }
    }

    void sweep() {
        chore("plans", this::renew);
        chore("verifications", desk::askAgain);
        chore("signals", () -> work.write(Buckets::forget));
    }

    private void renew() {
        List<String> due = work.read(tx -> PlanTable.due(tx, BATCH));
        due.forEach(account -> chore("the plan of " + account, () -> work.write(tx -> plans.renew(tx, account))));
    }

    private static void chore(String name, Runnable some) {
        try {
            some.run();
        } catch (RuntimeException e) {
            // A scheduled task that throws is never run again; the next round finds what this one left.
            LOG.warn("{}: failed and is tried again in the next round", name, e);
        }
    }
}
