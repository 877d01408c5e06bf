package org.mutoscope.revenue;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.mutoscope.api.revenue.PayoutProvider;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.SwappableServices;
import org.mutoscope.core.revenue.Payouts;
import org.mutoscope.core.revenue.Statements;
import org.mutoscope.core.storage.UnitOfWork;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Payouts and statements as a component, with one thread that follows what was sent, makes statements and begins the monthly run. */
@Component(
        service = {},
        immediate = true,
        configurationPid = PayoutsConfig.PID)
@Designate(ocd = PayoutsConfig.class)
@Capability(
        namespace = "osgi.service",
        attribute =
                "objectClass:List<String>=\"org.mutoscope.core.revenue.Payouts,org.mutoscope.core.revenue.Statements\"")
public final class PayoutsComponent {
    private static final Logger LOG = LoggerFactory.getLogger(PayoutsComponent.class);

    @Reference
    private UnitOfWork storage;

    @Reference
    private MoneyBook book;

    @Reference
    private Identity identity;

    @Reference
    private SwappableServices services;

    @Reference
    private PartnerCalls calls;

    private volatile PayoutRules rules;
    private volatile PayoutsConfig config;
    private PayoutDesk desk;
    private StatementDesk statements;
    private ScheduledExecutorService thread;
    private List<ServiceRegistration<?>> offered = List.of();

    @Activate
    void activate(BundleContext context, PayoutsConfig settings) {
        modified(settings);
        Payers payers = new Payers(services.of(PayoutProvider.class, PayoutProvider.ID), calls, () -> rules.call());
        PayoutMaker maker = new PayoutMaker(book, new Lines(book, () -> 0)); // its lines are payable at once
        desk = new PayoutDesk(storage, identity, payers, maker, () -> rules);
        Path data = Path.of(String.valueOf(context.getProperty("mutoscope.data")));
        statements = new StatementDesk(storage, new Seal(data.resolve("revenue")), () -> config.statement_hours());
        int doubted = storage.write(PayoutTable::doubt);
        if (doubted > 0) {
            LOG.warn("{} payouts were being sent when the platform stopped; their providers are asked", doubted);
        }
        follow(settings.follow_seconds());
        offered = List.of(
                context.registerService(Payouts.class, desk, null),
                context.registerService(Statements.class, statements, null));
    }

    private void follow(int seconds) {
        ScheduledThreadPoolExecutor one = new ScheduledThreadPoolExecutor(1, work -> {
            Thread made = new Thread(work, "mutoscope-payouts");
            made.setDaemon(true);
            return made;
        });
        one.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        one.scheduleWithFixedDelay(this::look, 1, seconds, TimeUnit.SECONDS);
        thread = one;
    }

    private void look() {
        try {
            desk.sender().follow();
            runOfTheMonth();
            desk.sender().send();
            statements.make();
        } catch (RuntimeException e) {
            LOG.warn("payouts are looked at again in a while", e);
        }
    }

    /** Once a month: the run's name says which, and a name is taken once. */
    private void runOfTheMonth() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        String id = "run-of-" + today.toString().substring(0, 7);
        boolean due = config.run_day() > 0 && today.getDayOfMonth() >= config.run_day();
        if (due
                && storage.read(tx ->
                                tx.query("select 1 from payout where run = ? fetch first 1 rows only", row -> true, id))
                        .isEmpty()) {
            desk.run(null, id);
        }
    }

    @Modified
    void modified(PayoutsConfig settings) {
        rules = PayoutRules.of(settings);
        config = settings;
    }

    @Deactivate
    void deactivate() {
        offered.forEach(ServiceRegistration::unregister);
        thread.shutdownNow();
    }
}
