package org.mutoscope.consent;

import java.io.IOException;
import java.nio.file.Path;
import org.mutoscope.core.consent.Consents;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.SwappableServices;
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

/** Enrolment as a component. */
@Component(
        service = {},
        immediate = true,
        configurationPid = ConsentConfig.PID)
@Designate(ocd = ConsentConfig.class)
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"org.mutoscope.core.consent.Consents\"")
public final class ConsentComponent {
    @Reference
    private UnitOfWork storage;

    @Reference
    private Identity identity;

    @Reference
    private Titles titles;

    @Reference
    private SwappableServices services;

    @Reference
    private PartnerCalls calls;

    private volatile ConsentConfig config;
    private Enrolling enrolling;
    private ServiceRegistration<Consents> offered;

    @Activate
    void activate(BundleContext context, ConsentConfig settings) throws IOException {
        config = settings;
        String data = context.getProperty("mutoscope.data");
        if (data == null) {
            throw new IOException("the framework property mutoscope.data is not set: it names the data folder");
        }
        enrolling = new Enrolling(
                new Enrolling.Outside(storage, identity, titles, services, calls), Path.of(data), () -> config);
        offered = context.registerService(Consents.class, enrolling, null);
    }

    @Modified
    void modified(ConsentConfig settings) {
        config = settings;
    }

    @Deactivate
    void deactivate() {
        offered.unregister();
        enrolling.close();
    }
}
