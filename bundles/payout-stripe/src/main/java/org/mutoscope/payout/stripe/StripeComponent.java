package org.mutoscope.payout.stripe;

import java.time.Clock;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Optional;
import org.mutoscope.api.revenue.PayoutProvider;
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
        attribute = "objectClass:List<String>='org.mutoscope.api.revenue.PayoutProvider'",
        effective = "active")
public final class StripeComponent {
    /** Name of this provider. */
    static final String ID = "stripe";

    private static final Logger LOG = LoggerFactory.getLogger(StripeComponent.class);

    private final Optional<ServiceRegistration<?>> registration;

    /** Reads the configuration. @throws IllegalArgumentException if it has problems, all of them in the message */
    @Activate
    public StripeComponent(BundleContext bundles, StripeConfig config) {
        if (config.key().isBlank() && config.webhook_secrets().length == 0) {
            LOG.info("Stripe payouts are not configured (conf/{}.cfg): none is sent", StripeConfig.PID);
            registration = Optional.empty();
            return;
        }
        Settings settings = Settings.of(config);
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(PayoutProvider.ID, ID);
        registration = Optional.of(bundles.registerService(
                PayoutProvider.class, new StripeProvider(settings, Clock.systemUTC()), properties));
        LOG.info("Stripe pays holders{}", settings.test() ? ", with play money: the key is a test key" : "");
        if (settings.standIn()) {
            LOG.warn("Stripe payouts go to a STAND-IN at {}: nobody is paid", settings.server());
        }
    }

    /** Withdraws the provider. */
    @Deactivate
    public void close() {
        registration.ifPresent(ServiceRegistration::unregister);
    }
}
