package org.mutoscope.review;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.mutoscope.api.guard.NameCatalogue;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.review.ReviewGate;
import org.mutoscope.core.review.Reviews;
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

/** The review desk as a component. */
@Component(
        service = {},
        immediate = true,
        configurationPid = ReviewConfig.PID)
@Designate(ocd = ReviewConfig.class)
@Capability(
        namespace = "osgi.service",
        attribute =
                "objectClass:List<String>=\"org.mutoscope.core.review.Reviews,org.mutoscope.core.review.ReviewGate\"")
public final class ReviewComponent {
    @Reference
    private UnitOfWork storage;

    @Reference
    private Identity identity;

    @Reference
    private JobBoard board;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile NameCatalogue names;

    private volatile ReviewConfig config;
    private ReviewDesk desk;
    private List<ServiceRegistration<?>> offered = List.of();

    @Activate
    void activate(BundleContext context, ReviewConfig settings) throws IOException {
        config = settings;
        String data = context.getProperty("mutoscope.data");
        if (data == null) {
            throw new IOException("the framework property mutoscope.data is not set: it names the data folder");
        }
        desk = new ReviewDesk(
                new ReviewDesk.Outside(storage, identity, board, this::revision), Path.of(data), () -> config);
        offered = List.of(
                context.registerService(Reviews.class, desk.reviews(), null),
                context.registerService(ReviewGate.class, desk.gate(), null));
    }

    private long revision() {
        NameCatalogue there = names;
        return there == null ? 0 : there.revision();
    }

    @Modified
    void modified(ReviewConfig settings) {
        config = settings;
    }

    @Deactivate
    void deactivate() {
        offered.forEach(ServiceRegistration::unregister);
        desk.close();
    }
}
