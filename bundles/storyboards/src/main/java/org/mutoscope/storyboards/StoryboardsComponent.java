package org.mutoscope.storyboards;

import java.util.List;
import org.mutoscope.api.creation.PromptAdviser;
import org.mutoscope.api.creation.ScriptWriter;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.jobs.Upstream;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.SwappableServices;
import org.mutoscope.core.road.Cast;
import org.mutoscope.core.road.Prompts;
import org.mutoscope.core.road.Screens;
import org.mutoscope.core.road.Storyboards;
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

/** The storyboards bundle as a component. */
@Component(
        service = {},
        immediate = true,
        configurationPid = StoryboardsConfig.PID)
@Designate(ocd = StoryboardsConfig.class)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.mutoscope.core.road.Storyboards,org.mutoscope.core.road.Prompts\"")
public final class StoryboardsComponent {
    @Reference
    private UnitOfWork storage;

    @Reference
    private Models models;

    @Reference
    private Cast cast;

    @Reference
    private SwappableServices services;

    @Reference
    private PartnerCalls calls;

    @Reference
    private Screens screens;

    @Reference
    private Upstream upstream;

    private volatile StoryboardsConfig config;
    private List<ServiceRegistration<?>> offered = List.of();

    @Activate
    void activate(BundleContext context, StoryboardsConfig settings) {
        config = settings;
        Asking asking = new Asking(new Asking.Outside(storage, calls, screens, upstream), () -> config);
        Writing writing = new Writing(services.of(ScriptWriter.class, ScriptWriter.ID), asking);
        Storyboards boards = new Boards(new Boards.Outside(storage, models, cast), writing, () -> config);
        Prompts prompts = new PromptDesk(models, services.of(PromptAdviser.class, PromptAdviser.ID), asking);
        offered = List.of(
                context.registerService(Storyboards.class, boards, null),
                context.registerService(Prompts.class, prompts, null));
    }

    @Modified
    void modified(StoryboardsConfig settings) {
        config = settings;
    }

    @Deactivate
    void deactivate() {
        offered.forEach(ServiceRegistration::unregister);
    }
}
