package org.mutoscope.revenue;

import java.util.List;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.SwappableServices;
import org.mutoscope.core.revenue.Revenue;
import org.mutoscope.core.revenue.Shares;
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

/** Revenue as a component. */
@Component(
        service = {},
        immediate = true,
        configurationPid = RevenueConfig.PID)
@Designate(ocd = RevenueConfig.class)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.mutoscope.core.revenue.Shares,org.mutoscope.core.revenue.Revenue\"")
public final class RevenueComponent {
    @Reference
    private UnitOfWork storage;

    @Reference
    private Ledger ledger;

    @Reference
    private MoneyBook book;

    @Reference
    private JobBoard board;

    @Reference
    private Identity identity;

    @Reference
    private SwappableServices services;

    @Reference
    private PartnerCalls calls;

    private volatile RevenueConfig config;
    private Treasury treasury;
    private List<ServiceRegistration<?>> offered = List.of();

    @Activate
    void activate(BundleContext context, RevenueConfig settings) {
        Treasury.require(settings);
        config = settings;
        treasury = new Treasury(
                new Treasury.Outside(storage, ledger, book, board, identity, services, calls), () -> config);
        offered = List.of(
                context.registerService(Shares.class, treasury.shares(), null),
                context.registerService(Revenue.class, treasury.revenue(), null));
        treasury.begin(settings.sweep_seconds());
    }

    /** What makes no sense changes nothing. */
    @Modified
    void modified(RevenueConfig settings) {
        Treasury.require(settings);
        config = settings;
    }

    @Deactivate
    void deactivate() throws Exception {
        offered.forEach(ServiceRegistration::unregister);
        treasury.close();
    }
}
