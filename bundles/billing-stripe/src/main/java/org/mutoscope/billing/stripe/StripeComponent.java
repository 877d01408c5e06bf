package org.mutoscope.billing.stripe;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Optional;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.PurchaseHistory;
import org.mutoscope.api.billing.Subscriptions;
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
        configurationPid = StripeConfig.PID,
        immediate = true,
        service = {})
@Designate(ocd = StripeConfig.class)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>='org.mutoscope.api.billing.BillingProvider'",
        effective = "active")
public final class StripeComponent {
    /** Name of this provider. */
    static final String ID = "stripe";

    private static final Logger LOG = LoggerFactory.getLogger(StripeComponent.class);
    private static final String[] SERVICES = {
        BillingProvider.class.getName(), PurchaseHistory.class.getName(), Subscriptions.class.getName()
    };

    private final Optional<ServiceRegistration<?>> registration;

    /** Reads the configuration. @throws IllegalArgumentException if it has problems, all of them in the message */
    @Activate
    public StripeComponent(BundleContext bundles, StripeConfig config) {
        if (Settings.empty(config)) {
            LOG.info("Stripe billing is not configured (conf/{}.cfg): no Stripe purchases", StripeConfig.PID);
            registration = Optional.empty();
            return;
        }
        Settings settings = Settings.of(config);
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(BillingProvider.ID, ID);
        registration = Optional.of(bundles.registerService(SERVICES, new StripeProvider(settings), properties));
        LOG.info(
                "Stripe billing reads {} purchases",
                settings.accounts().stream().map(Settings.Account::environment).toList());
        if (settings.standIn()) {
            LOG.warn("Stripe billing believes a STAND-IN at {}: whoever can reach it makes credits", settings.server());
        }
    }

    /** Withdraws the provider. */
    @Deactivate
    public void close() {
        registration.ifPresent(ServiceRegistration::unregister);
    }
}
