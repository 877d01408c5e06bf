package org.mutoscope.jobs;

import java.util.ArrayList;
import java.util.List;
import org.mutoscope.core.jobs.Capacity;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.jobs.JobRunner;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.jobs.Upstream;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Plans;
import org.mutoscope.core.observe.Traces;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.SwappableServices;
import org.mutoscope.core.road.Clips;
import org.mutoscope.core.storage.UnitOfWork;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The jobs bundle as a component. Board and models are registered by hand, since one system offers both and must have started before
 * either is seen; the road comes and goes as it likes, as it needs the board itself.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = "org.mutoscope.jobs")
@Designate(ocd = JobsConfig.class)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.mutoscope.core.jobs.JobBoard,org.mutoscope.core.jobs.Models,"
                + "org.mutoscope.core.jobs.Capacity,org.mutoscope.core.jobs.Upstream\"")
public final class JobsComponent {
    private final JobSystem system;
    private final List<ServiceRegistration<?>> services = new ArrayList<>();
    private volatile JobsConfig config;
    private volatile JobRunner road;
    private volatile Clips sweeper;
    private volatile Plans known;
    private volatile Traces told;

    /** Starts the system and offers its services. */
    @Activate
    public JobsComponent(
            BundleContext context,
            JobsConfig config,
            @Reference UnitOfWork storage,
            @Reference Ledger ledger,
            @Reference SwappableServices swappable,
            @Reference PartnerCalls calls) {
        this.config = config;
        this.system = new JobSystem(new JobSystem.Outside(storage, ledger, swappable, calls), () -> this.config);
        system.start();
        services.add(context.registerService(JobBoard.class, system.board(), null));
        services.add(context.registerService(Models.class, system.models(), null));
        services.add(context.registerService(Capacity.class, system.capacity(), null));
        services.add(context.registerService(Upstream.class, system.upstream(), null));
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRunner(JobRunner runner) {
        road = runner;
        system.runner(runner);
    }

    void unbindRunner(JobRunner runner) {
        if (road == runner) { // else its successor was bound before it left
            system.runner(null);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindClips(Clips clips) {
        sweeper = clips;
        system.clips(clips);
    }

    void unbindClips(Clips clips) {
        if (sweeper == clips) {
            system.clips(null);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindPlans(Plans plans) {
        known = plans;
        system.plans(plans);
    }

    void unbindPlans(Plans plans) {
        if (known == plans) {
            system.plans(null);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindTraces(Traces traces) {
        told = traces;
        system.traces(traces);
    }

    void unbindTraces(Traces traces) {
        if (told == traces) {
            system.traces(null);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRoute(RouteComponent route) {
        system.route(route.alias(), route.route().candidates(), route.route().weighted());
    }

    void unbindRoute(RouteComponent route) {
        system.noRoute(route);
    }

    @Modified
    void modified(JobsConfig changed) {
        config = changed;
        system.settingsChanged();
    }

    @Deactivate
    void deactivate() {
        services.forEach(ServiceRegistration::unregister);
        system.close();
    }
}
