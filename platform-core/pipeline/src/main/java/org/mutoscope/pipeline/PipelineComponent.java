package org.mutoscope.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.jobs.JobRunner;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Plans;
import org.mutoscope.core.ledger.Prices;
import org.mutoscope.core.observe.Meters;
import org.mutoscope.core.observe.Traces;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.SwappableServices;
import org.mutoscope.core.revenue.Shares;
import org.mutoscope.core.rights.Licences;
import org.mutoscope.core.road.Cast;
import org.mutoscope.core.road.Clips;
import org.mutoscope.core.road.Films;
import org.mutoscope.core.road.Screens;
import org.mutoscope.core.road.Shelf;
import org.mutoscope.core.road.Studio;
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

/** The pipeline bundle as a component: one road and its services. */
@Component(
        service = {},
        immediate = true,
        configurationPid = "org.mutoscope.pipeline")
@Designate(ocd = PipelineConfig.class)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.mutoscope.core.road.Studio,org.mutoscope.core.road.Clips,"
                + "org.mutoscope.core.road.Shelf,org.mutoscope.core.road.Cast,org.mutoscope.core.road.Films,"
                + "org.mutoscope.core.road.Screens,"
                + "org.mutoscope.core.jobs.JobRunner\"")
public final class PipelineComponent {
    @Reference
    private UnitOfWork storage;

    @Reference
    private Ledger ledger;

    @Reference
    private Prices prices;

    @Reference
    private Plans plans;

    @Reference
    private JobBoard board;

    @Reference
    private Models models;

    @Reference
    private SwappableServices services;

    @Reference
    private PartnerCalls calls;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Meters meters;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Traces traces;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Licences licences;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Shares shares;

    private final List<ServiceRegistration<?>> offered = new ArrayList<>();
    private volatile PipelineConfig config;

    @Activate
    void activate(BundleContext context, PipelineConfig settings) throws IOException {
        config = settings;
        String data = context.getProperty("mutoscope.data");
        if (data == null) {
            throw new IOException("the framework property mutoscope.data is not set: it names the data folder");
        }
        Pipeline.Outside outside = new Pipeline.Outside(
                storage,
                ledger,
                prices,
                board,
                models,
                services,
                calls,
                plans,
                () -> meters,
                () -> traces,
                () -> licences,
                () -> shares);
        Pipeline pipeline = new Pipeline(outside, Path.of(data), () -> config);
        offered.add(context.registerService(Studio.class, pipeline.studio(), null));
        offered.add(context.registerService(Clips.class, pipeline.clips(), null));
        offered.add(context.registerService(Shelf.class, pipeline.shelf(), null));
        offered.add(context.registerService(Cast.class, pipeline.cast(), null));
        offered.add(context.registerService(Films.class, pipeline.films(), null));
        offered.add(context.registerService(Screens.class, pipeline.screens(), null));
        offered.add(context.registerService(JobRunner.class, pipeline.runner(), null));
    }

    @Modified
    void modified(PipelineConfig settings) {
        config = settings;
    }

    @Deactivate
    void deactivate() {
        offered.forEach(ServiceRegistration::unregister);
    }
}
