package org.mutoscope.events;

import java.net.InetAddress;
import java.util.List;
import org.mutoscope.core.events.Webhooks;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.outward.Outward;
import org.mutoscope.core.storage.UnitOfWork;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** The events bundle as a component. */
@Component(
        service = {},
        immediate = true,
        configurationPid = EventsConfig.PID)
@Designate(ocd = EventsConfig.class)
@Capability(
        namespace = "osgi.service",
        attribute =
                "objectClass:List<String>=\"org.mutoscope.core.events.Webhooks,org.mutoscope.core.outward.Outward\"")
public final class EventsComponent {
    @Reference
    private UnitOfWork storage;

    @Reference
    private Identity identity;

    private volatile EventsConfig config;
    private GuardedClient client;
    private Rounds rounds;
    private List<ServiceRegistration<?>> offered = List.of();

    @Activate
    void activate(BundleContext context, EventsConfig settings) {
        config = settings;
        AddressGuard guard = new AddressGuard(InetAddress::getAllByName, () -> List.of(config.allow()));
        client = new GuardedClient(guard, () -> config);
        rounds = new Rounds(storage, client, () -> config).start();
        Webhooks desk =
                new WebhookDesk(new WebhookDesk.Outside(storage, identity, client), rounds.courier(), () -> config);
        offered = List.of(
                context.registerService(Outward.class, client, null),
                context.registerService(Webhooks.class, desk, null));
    }

    @Modified
    void modified(EventsConfig settings) {
        config = settings;
    }

    @Deactivate
    void deactivate() {
        offered.forEach(ServiceRegistration::unregister);
        rounds.close();
        client.close();
    }
}
