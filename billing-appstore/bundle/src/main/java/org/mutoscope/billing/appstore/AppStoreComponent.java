package org.mutoscope.billing.appstore;

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
        configurationPid = AppStoreConfig.PID,
        immediate = true,
        service = {})
@Designate(ocd = AppStoreConfig.class)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>='org.mutoscope.api.billing.BillingProvider'",
        effective = "active")
public final class AppStoreComponent {
    /** Name of this provider. */
    static final String ID = "appstore";

    private static final Logger LOG = LoggerFactory.getLogger(AppStoreComponent.class);
    private static final String[] SERVICES = {
        BillingProvider.class.getName(),
        PurchaseHistory.class.getName(),
        RefundAnswers.class.getName(),
        Subscriptions.class.getName()
    };

    private final Optional<ServiceRegistration<?>> registration;

    /** Reads the configuration. @throws IllegalArgumentException if it has problems, all of them in the message */
    @Activate
    public AppStoreComponent(BundleContext bundles, AppStoreConfig config) {
        SettingsReader reader = new SettingsReader(config);
        if (reader.empty()) {
            LOG.info("App Store billing is not configured (conf/{}.cfg): no App Store purchases", AppStoreConfig.PID);
            registration = Optional.empty();
            return;
        }
        Settings settings = reader.read();
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(BillingProvider.ID, ID);
        registration = Optional.of(
                bundles.registerService(SERVICES, new AppStoreProvider(settings, new Receipts(bundles)), properties));
        LOG.info(
                "App Store billing reads {} purchases of {}",
                settings.environments(),
                settings.app().bundleId());
        if (!config.trust().equals("apple")) {
            LOG.warn(
                    "App Store billing trusts a PAPER App Store (trust={}): whoever has its key makes credits{}",
                    config.trust(),
                    config.trust().equals("paper-money") ? " that can be spent" : " to play with");
        }
        if (!settings.onlineChecks()) {
            LOG.warn("App Store billing does not ask Apple about revoked certificates (online.checks=false)");
        }
    }

    /** Withdraws the provider. */
    @Deactivate
    public void close() {
        registration.ifPresent(ServiceRegistration::unregister);
    }
}
