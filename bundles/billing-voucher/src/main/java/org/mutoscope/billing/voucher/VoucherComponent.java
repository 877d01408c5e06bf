package org.mutoscope.billing.voucher;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Optional;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.PurchaseHistory;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers the provider if there is a configuration; without one the bundle is there, does nothing, and says so once. */
@Component(
        configurationPid = VoucherConfig.PID,
        immediate = true,
        service = {})
@Designate(ocd = VoucherConfig.class)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>='org.mutoscope.api.billing.BillingProvider'",
        effective = "active")
public final class VoucherComponent {
    /** Name of this provider. */
    static final String ID = "voucher";

    private static final Logger LOG = LoggerFactory.getLogger(VoucherComponent.class);
    private static final String[] SERVICES = {BillingProvider.class.getName(), PurchaseHistory.class.getName()};

    private final Optional<ServiceRegistration<?>> registration;

    /** Reads the configuration. @throws IllegalArgumentException if it has problems, all of them in the message */
    @Activate
    public VoucherComponent(BundleContext bundles, VoucherConfig config) {
        if ((config.secret() + config.secret_previous()).isBlank()
                && config.products().length + config.revoked().length == 0) {
            LOG.info("Vouchers are not configured (conf/{}.cfg): none is accepted", VoucherConfig.PID);
            registration = Optional.empty();
            return;
        }
        Kinds kinds = Kinds.of(config);
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(BillingProvider.ID, ID);
        registration = Optional.of(bundles.registerService(SERVICES, new VoucherProvider(kinds), properties));
        LOG.info("Vouchers of the kinds {} are accepted", kinds.prices().keySet());
    }

    /** Withdraws the provider. */
    @Deactivate
    public void close() {
        registration.ifPresent(ServiceRegistration::unregister);
    }
}
