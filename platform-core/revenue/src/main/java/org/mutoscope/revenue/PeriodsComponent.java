package org.mutoscope.revenue;

import java.time.Clock;
import java.util.List;
import org.mutoscope.api.revenue.PeriodShare;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.SwappableServices;
import org.mutoscope.core.revenue.Deals;
import org.mutoscope.core.revenue.Imports;
import org.mutoscope.core.revenue.Periods;
import org.mutoscope.core.storage.UnitOfWork;
import org.mutoscope.core.views.Views;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** Income from outside, months and deals as a component. What it shares with captures, the hold-back and what is left of a payment, stands in {@link RevenueConfig}. */
@Component(
        service = {},
        immediate = true,
        configurationPid = PeriodsConfig.PID)
@Designate(ocd = PeriodsConfig.class)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.mutoscope.core.revenue.Imports,org.mutoscope.core.revenue.Periods,"
                + "org.mutoscope.core.revenue.Deals\"")
public final class PeriodsComponent {
    @Reference
    private UnitOfWork storage;

    @Reference
    private Ledger ledger;

    @Reference
    private MoneyBook book;

    @Reference
    private Identity identity;

    @Reference
    private SwappableServices services;

    @Reference
    private PartnerCalls calls;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Views views;

    @Reference
    private RevenueSettings shared;

    private volatile PeriodsConfig config;
    private List<ServiceRegistration<?>> offered = List.of();

    @Activate
    void activate(BundleContext context, PeriodsConfig settings) {
        config = settings;
        Bureau bureau = new Bureau(storage, identity, book, () -> config);
        DealDesk deals = new DealDesk(bureau);
        offered = List.of(
                context.registerService(Imports.class, new ImportDesk(bureau), null),
                context.registerService(Periods.class, months(bureau, deals), null),
                context.registerService(Deals.class, deals, null));
    }

    private MonthDesk months(Bureau bureau, DealDesk deals) {
        Parking parking = new Parking(book);
        Lines lines = new Lines(book, () -> shared.get().hold_days());
        PoolModel model =
                new PoolModel(services.of(PeriodShare.class, PeriodShare.ID), calls, () -> config.model_seconds());
        MonthMoney money = new MonthMoney(
                storage,
                ledger,
                lot -> Math.multiplyExact(lot.paidMinor(), new Nets(shared.get().net_ppm()).of(lot.provider())));
        MonthDesk.Parts parts = new MonthDesk.Parts(
                money,
                new MonthFunding(book, parking),
                new RunSharing(storage, model, parking, new RunBooking(storage, book, lines)),
                deals);
        return new MonthDesk(bureau, parts, () -> views, Clock.systemUTC());
    }

    @Modified
    void modified(PeriodsConfig settings) {
        config = settings;
    }

    @Deactivate
    void deactivate() {
        offered.forEach(ServiceRegistration::unregister);
    }
}
