package org.mutoscope.revenue;

import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.mutoscope.api.revenue.CaptureShare;
import org.mutoscope.api.revenue.PeriodShare;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.Services;
import org.mutoscope.core.plugins.SwappableServices;
import org.mutoscope.core.revenue.Revenue;
import org.mutoscope.core.revenue.Shares;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of revenue, put together. */
public final class Treasury implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Treasury.class);

    final Lines lines;
    final Suspense suspense;
    final Rounds rounds;
    private final SharesDesk shares;
    private final Revenue revenue;
    private final AutoCloseable listening;
    private final AtomicReference<Set<Long>> known = new AtomicReference<>(Set.of());

    /** What it needs from other bundles. */
    public record Outside(
            UnitOfWork storage,
            Ledger ledger,
            MoneyBook book,
            JobBoard board,
            Identity identity,
            SwappableServices services,
            PartnerCalls calls) {}

    /** Puts it together; {@link #begin} begins to go over what is to be done. */
    public Treasury(Outside outside, Supplier<RevenueConfig> settings) {
        Services<CaptureShare> models = outside.services().of(CaptureShare.class, CaptureShare.ID);
        lines = new Lines(outside.book(), () -> settings.get().hold_days());
        suspense = new Suspense(outside.book());
        Sharing.Desk desk =
                new Sharing.Desk(lines, suspense, new Worth(settings), new Budget(settings), () -> settings.get()
                        .budget_currency());
        rounds = new Rounds(
                new Sharing(
                        outside.storage(),
                        outside.ledger(),
                        outside.board(),
                        new Models(models, outside.calls()),
                        desk),
                new Clawback(outside.storage(), outside.ledger(), outside.book(), lines),
                new Releasing(outside.storage(), lines));
        shares = new SharesDesk(outside.ledger(), desk, settings, rounds::soon);
        revenue = new RevenueDesk(
                outside.storage(),
                outside.identity(),
                new RevenueDesk.Kinds(models, outside.services().of(PeriodShare.class, PeriodShare.ID)),
                new RevenueDesk.Work(new Tips(outside.storage(), outside.ledger(), shares), suspense, rounds::soon));
        listening = models.onChange(() -> changed(models, outside.storage()));
    }

    /** A model that comes may share what the others could not. Told of more than that, such as of a lease that is given back, it looks who is there. */
    private void changed(Services<CaptureShare> models, UnitOfWork storage) {
        Set<Long> now = models.newest().stream().map(Offered::serviceId).collect(Collectors.toSet());
        Set<Long> before = known.getAndSet(now);
        if (now.isEmpty() || before.equals(now)) {
            return;
        }
        try {
            if (storage.write(suspense::due) > 0) {
                rounds.soon();
            }
        } catch (RuntimeException e) {
            LOG.warn("what waits in suspense is tried again in its time", e);
        }
    }

    /** @throws IllegalArgumentException if a setting makes no sense, with a sentence */
    static void require(RevenueConfig config) {
        new Nets(config.net_ppm()).of("*");
        if (!config.budget_currency().matches("[A-Z]{3}")) {
            throw new IllegalArgumentException(
                    "budget.currency is three capital letters (ISO 4217), not \"" + config.budget_currency() + "\"");
        }
        if (config.hold_days() < 60) {
            LOG.warn(
                    "hold.days is {}: holders are paid before payers can no longer get their money back, and what they get back later is your loss",
                    config.hold_days());
        }
    }

    /** Goes over what is to be done, now and every so many seconds. */
    public void begin(int seconds) {
        rounds.every(seconds);
    }

    /** For the road. */
    public Shares shares() {
        return shares;
    }

    /** For holders, givers and operators. */
    public Revenue revenue() {
        return revenue;
    }

    @Override
    public void close() throws Exception {
        listening.close();
        rounds.close();
    }
}
