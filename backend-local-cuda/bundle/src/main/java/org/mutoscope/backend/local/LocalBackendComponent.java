package org.mutoscope.backend.local;

import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Optional;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.api.media.MediaReader;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the workers and registers the service while they offer something. Registered by hand: whether there is a service is known only seconds after
 * the bundle started, and that must not hold up anybody.
 */
@Component(
        configurationPid = LocalConfig.PID,
        immediate = true,
        service = {})
@Designate(ocd = LocalConfig.class)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>='org.mutoscope.api.backend.VideoBackend'",
        effective = "active")
public final class LocalBackendComponent implements WorkerPool.Listener {
    /** Name of this backend. */
    static final String ID = "local";

    private static final Logger LOG = LoggerFactory.getLogger(LocalBackendComponent.class);

    private final BundleContext bundles;
    private final Settings settings;
    private final WorkerPool pool;
    private final ModelWatch watch;
    private Optional<ServiceRegistration<VideoBackend>> registration = Optional.empty();
    private LocalBackend backend;
    private Greeting registered;
    private int offer;
    private boolean closed;

    /** Decodes first frames and source clips; without it only words can be rendered. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile MediaReader reader;

    /** Starts the workers in the background. @throws IllegalArgumentException if the configuration has problems, all of them in the message */
    @Activate
    public LocalBackendComponent(BundleContext bundles, LocalConfig config) {
        this.bundles = bundles;
        Settings.Places places = new Settings.Places(place("mutoscope.home"), place("mutoscope.data"));
        settings = new SettingsReader(config, places)
                .read(WorkerFolder.owner(bundles.getBundle().getBundleId()));
        WorkerFolder.sweep(settings.runFolder());
        pool = new WorkerPool(settings, this);
        watch = new ModelWatch(settings.modelFolders(), pool::renew);
        pool.open();
        watch.start(config.model_watch_seconds());
    }

    private Path place(String property) {
        String configured = bundles.getProperty(property);
        return Path.of(configured == null ? "." : configured).toAbsolutePath().normalize();
    }

    /** Withdraws the service, which lets the host drain it, then ends the workers. */
    @Deactivate
    public void close() {
        watch.close();
        synchronized (this) {
            closed = true;
            withdrawn();
        }
        pool.close();
    }

    @Override
    public synchronized void offered(Greeting greeting) {
        if (closed || registration.isPresent() && greeting.sameOffers(registered)) {
            return;
        }
        registered = greeting;
        offer++;
        if (registration.isPresent()) {
            // The same service goes on: whoever is rendering must not be disturbed.
            backend.offers(greeting);
            registration.get().setProperties(properties());
        } else {
            backend = new LocalBackend(pool, greeting, settings.workers(), () -> reader);
            registration = Optional.of(bundles.registerService(VideoBackend.class, backend, properties()));
        }
        LOG.info(
                "the local backend offers {} on {} (ONNX Runtime {})",
                greeting.models().stream().map(OfferedModel::id).toList(),
                greeting.device(),
                greeting.runtime());
        if (!greeting.reason().isEmpty()) {
            LOG.warn("the local backend does not use CUDA: {}", greeting.reason());
        }
    }

    private Dictionary<String, Object> properties() {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(VideoBackend.ID, ID);
        properties.put(VideoBackend.OFFER, offer);
        return properties;
    }

    @Override
    public synchronized void withdrawn() {
        registration.ifPresent(ServiceRegistration::unregister);
        registration = Optional.empty();
    }
}
