package org.mutoscope.rest;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/** Everything that can be asked for: the resources, put together once. */
final class Counter implements AutoCloseable {
    private final JobEvents events;
    private final List<Object> resources;
    private final Gate gate;

    Counter(House house, Supplier<Settings> settings, Path data) {
        events = new JobEvents(settings);
        resources = List.of(
                new FrontResource(),
                new HealthResource(house),
                new VideosResource(house, settings),
                new ContentResource(house),
                new LaterResource(),
                new ModelsResource(house),
                new AccountsResource(house),
                new KeysResource(house),
                new CreditsResource(house),
                new QuoteResource(house),
                new JobsResource(house, events),
                new OffersResource(house),
                new BackendsResource(house),
                new PurchasesResource(house),
                new GrantResource(house),
                new PluginsResource(house, settings),
                new BackupResource(house, data),
                new DoctorResource(house, data));
        gate = new Gate(house, settings, Routes.of(resources));
    }

    /** Its routes. */
    Map<Method, String> routes() {
        return Routes.of(resources);
    }

    ResourceConfig application() {
        ResourceConfig application = new ResourceConfig();
        application.property(ServerProperties.WADL_FEATURE_DISABLE, true);
        application.property(ServerProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true);
        application.property(ServerProperties.BV_FEATURE_DISABLE, true);
        application.property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true);
        application.registerInstances(gate, new Faults());
        application.registerInstances(resources.toArray());
        return application;
    }

    @Override
    public void close() {
        events.close();
    }
}
