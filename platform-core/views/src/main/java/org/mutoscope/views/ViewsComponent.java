package org.mutoscope.views;

import java.util.List;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.storage.UnitOfWork;
import org.mutoscope.core.views.ViewDesk;
import org.mutoscope.core.views.Views;
import org.mutoscope.core.views.Watch;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Views as a component. */
@Component(
        service = {},
        immediate = true,
        configurationPid = ViewsConfig.PID)
@Designate(ocd = ViewsConfig.class)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.mutoscope.core.views.Views,org.mutoscope.core.views.Watch,"
                + "org.mutoscope.core.views.ViewDesk\"")
public final class ViewsComponent {
    @Reference
    private UnitOfWork storage;

    @Reference
    private Identity identity;

    private volatile ViewsConfig config;
    private ViewSystem system;
    private List<ServiceRegistration<?>> offered = List.of();

    @Activate
    void activate(BundleContext context, ViewsConfig settings) {
        config = settings;
        system = new ViewSystem(storage, identity, () -> config).start();
        offered = List.of(
                context.registerService(Watch.class, system.watch(), null),
                context.registerService(Views.class, system.views(), null),
                context.registerService(ViewDesk.class, system.desk(), null));
    }

    @Modified
    void modified(ViewsConfig settings) {
        config = settings;
    }

    @Deactivate
    void deactivate() {
        offered.forEach(ServiceRegistration::unregister);
        system.close();
    }
}
