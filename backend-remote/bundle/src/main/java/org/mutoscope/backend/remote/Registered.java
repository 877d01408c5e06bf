package org.mutoscope.backend.remote;

import java.time.Clock;
import java.util.Dictionary;
import java.util.Hashtable;
import org.mutoscope.api.backend.VideoBackend;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A backend in the registry. A changed configuration changes what it offers; when the configuration is deleted it offers nothing, and goes
 * when the last of its clips is made.
 */
final class Registered {
    private static final Logger LOG = LoggerFactory.getLogger(Registered.class);

    private final RemoteBackend backend;
    private final ServiceRegistration<VideoBackend> registration;
    private final String id;
    private int offer = 1;

    Registered(BundleContext bundles, Instance instance) {
        id = instance.id();
        backend = new RemoteBackend(instance, Clock.systemUTC());
        registration = bundles.registerService(VideoBackend.class, backend, properties());
        say("offers", instance);
    }

    synchronized void becomes(Instance instance) {
        backend.becomes(instance);
        offer++;
        registration.setProperties(properties());
        say("now offers", instance);
    }

    synchronized void close() {
        offer++;
        backend.withdraw();
        try {
            registration.setProperties(properties());
            backend.whenIdle(this::leave);
        } catch (IllegalStateException e) {
            LOG.debug("{} has gone with its bundle", id);
        }
    }

    private void leave() {
        try {
            registration.unregister();
            LOG.info("backend {} was withdrawn", id);
        } catch (IllegalStateException e) {
            LOG.debug("{} has gone with its bundle", id);
        }
    }

    private Dictionary<String, Object> properties() {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(VideoBackend.ID, id);
        properties.put(VideoBackend.OFFER, offer);
        return properties;
    }

    private void say(String verb, Instance instance) {
        LOG.info(
                "backend {} at {} {} {}",
                id,
                instance.base().getHost(),
                verb,
                instance.models().stream().map(model -> model.offer().id()).toList());
    }
}
