package org.mutoscope.billing;

import java.util.List;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Plans;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.SwappableServices;
import org.mutoscope.core.road.Notices;
import org.mutoscope.core.road.Purchases;
import org.mutoscope.core.storage.UnitOfWork;
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

/** The billing bundle as a component. */
@Component(
        service = {},
        immediate = true,
        configurationPid = "org.mutoscope.billing")
@Designate(ocd = BillingConfig.class)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.mutoscope.core.road.Purchases,org.mutoscope.core.road.Notices\"")
public final class BillingComponent {
    @Reference
    private UnitOfWork storage;

    @Reference
    private Ledger ledger;

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
    private volatile Plans plans;

    private volatile BillingConfig config;
    private Billing billing;
    private List<ServiceRegistration<?>> offered = List.of();

    @Activate
    void activate(BundleContext context, BillingConfig settings) {
        config = settings;
        Billing.Outside outside = new Billing.Outside(storage, ledger, identity, services, calls);
        billing = new Billing(outside, () -> plans, () -> config).start();
        offered = List.of(
                context.registerService(Purchases.class, billing.purchases(), null),
                context.registerService(Notices.class, billing.notices(), null));
    }

    @Modified
    void modified(BillingConfig settings) {
        config = settings;
    }

    @Deactivate
    void deactivate() {
        offered.forEach(ServiceRegistration::unregister);
        billing.close();
    }
}
