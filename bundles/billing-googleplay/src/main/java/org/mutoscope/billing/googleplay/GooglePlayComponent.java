package org.mutoscope.billing.googleplay;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Optional;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.PurchaseHistory;
import org.mutoscope.api.billing.RefundAnswers;
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
        configurationPid = GooglePlayConfig.PID,
        immediate = true,
        service = {})
@Designate(ocd = GooglePlayConfig.class)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>='org.mutoscope.api.billing.BillingProvider'",
        effective = "active")
public final class GooglePlayComponent {
    /** Name of this provider. */
    static final String ID = "googleplay";

    private static final Logger LOG = LoggerFactory.getLogger(GooglePlayComponent.class);
    private static final String[] SERVICES = {
        BillingProvider.class.getName(),
        PurchaseHistory.class.getName(),
        RefundAnswers.class.getName(),
        Subscriptions.class.getName()
    };

    private final Optional<ServiceRegistration<?>> registration;

    /** Reads the configuration. @throws IllegalArgumentException if it has problems, all of them in the message */
    @Activate
    public GooglePlayComponent(BundleContext bundles, GooglePlayConfig config) {
        if (Settings.empty(config)) {
            LOG.info(
                    "Google Play billing is not configured (conf/{}.cfg): no Google Play purchases",
                    GooglePlayConfig.PID);
            registration = Optional.empty();
            return;
        }
        Settings settings = Settings.of(config);
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(BillingProvider.ID, ID);
        registration = Optional.of(bundles.registerService(SERVICES, new GooglePlayProvider(settings), properties));
        LOG.info("Google Play billing reads purchases of {}", settings.packageName());
        if (settings.standIn()) {
            LOG.warn(
                    "Google Play billing believes a STAND-IN at {}: whoever can reach it makes credits",
                    settings.server());
        }
    }

    /** Withdraws the provider. */
    @Deactivate
    public void close() {
        registration.ifPresent(ServiceRegistration::unregister);
    }
}
