package org.mutoscope.payout.files;

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
        configurationPid = FilesConfig.PID,
        immediate = true,
        service = {})
@Designate(ocd = FilesConfig.class)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>='org.mutoscope.api.revenue.PayoutProvider'",
        effective = "active")
public final class FilesComponent {
    /** Name of this provider. */
    static final String ID = "files";

    private static final Logger LOG = LoggerFactory.getLogger(FilesComponent.class);

    private final Optional<ServiceRegistration<?>> registration;

    /** Reads the configuration. @throws IllegalArgumentException if it has problems, all of them in the message */
    @Activate
    public FilesComponent(BundleContext bundles, FilesConfig config) {
        if (config.folder().isBlank()) {
            LOG.info("Payout files are not configured (conf/{}.cfg): none is written", FilesConfig.PID);
            registration = Optional.empty();
            return;
        }
        Settings settings = Settings.of(config);
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(PayoutProvider.ID, ID);
        registration = Optional.of(bundles.registerService(
                PayoutProvider.class, new FilesProvider(settings, Clock.systemUTC()), properties));
        LOG.info("Payouts in {} go into files below {}", settings.currencies(), settings.folder());
    }

    /** Withdraws the provider. */
    @Deactivate
    public void close() {
        registration.ifPresent(ServiceRegistration::unregister);
    }
}
