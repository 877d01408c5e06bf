package org.mutoscope.rights;

import java.util.List;
import org.mutoscope.api.guard.NameCatalogue;
import org.mutoscope.api.guard.PictureCatalogue;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.rights.Following;
import org.mutoscope.core.rights.Licences;
import org.mutoscope.core.rights.Portraits;
import org.mutoscope.core.rights.Removals;
import org.mutoscope.core.rights.Rights;
import org.mutoscope.core.rights.Titles;
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

/** The registry of rights as a component. */
@Component(
        service = {},
        immediate = true,
        configurationPid = RightsConfig.PID)
@Designate(ocd = RightsConfig.class)
@Capability(
        namespace = "osgi.service",
        attribute =
                "objectClass:List<String>=\"org.mutoscope.core.rights.Rights,org.mutoscope.core.rights.Licences,"
                        + "org.mutoscope.core.rights.Portraits,org.mutoscope.api.guard.NameCatalogue,"
                        + "org.mutoscope.api.guard.PictureCatalogue,"
                        + "org.mutoscope.core.rights.Titles,org.mutoscope.core.rights.Removals,org.mutoscope.core.rights.Following\"")
public final class RightsComponent {
    @Reference
    private UnitOfWork storage;

    @Reference
    private Identity identity;

    @Reference
    private Ledger ledger;

    @Reference
    private JobBoard board;

    private volatile RightsConfig config;
    private Registry registry;
    private List<ServiceRegistration<?>> offered = List.of();

    @Activate
    void activate(BundleContext context, RightsConfig settings) {
        config = settings;
        registry = new Registry(new Registry.Outside(storage, identity, ledger, board), () -> config);
        offered = List.of(
                context.registerService(Rights.class, registry.rights(), null),
                context.registerService(Licences.class, registry.licences(), null),
                context.registerService(Portraits.class, registry.portraits(), null),
                context.registerService(PictureCatalogue.class, registry.pictures(), null),
                context.registerService(Titles.class, registry.titles(), null),
                context.registerService(Removals.class, registry.removals(), null),
                context.registerService(Following.class, registry.following(), null),
                context.registerService(NameCatalogue.class, registry.names(), null));
    }

    @Modified
    void modified(RightsConfig settings) {
        config = settings;
    }

    @Deactivate
    void deactivate() {
        offered.forEach(ServiceRegistration::unregister);
        registry.close();
    }
}
