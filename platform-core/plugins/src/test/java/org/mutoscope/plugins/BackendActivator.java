package org.mutoscope.plugins;

import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.mutoscope.api.backend.BackendCapabilities;
import org.mutoscope.api.backend.Estimate;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.backend.VideoBackend;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** What the bundles of the tests run: offers a backend named like the bundle. */
public final class BackendActivator implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(VideoBackend.ID, context.getBundle().getSymbolicName());
        context.registerService(VideoBackend.class, new Nothing(), properties);
    }

    @Override
    public void stop(BundleContext context) {}

    /** A backend that fails at once. */
    public static final class Nothing implements VideoBackend {
        @Override
        public BackendCapabilities capabilities() {
            return new BackendCapabilities(
                    1, "none", List.of(ModelOffer.named("nothing").build()), Map.of());
        }

        @Override
        public Estimate estimate(RenderRequest request) {
            return new Estimate(Duration.ZERO, request.size(), List.of());
        }

        @Override
        public RenderOutcome render(RenderRequest request, RenderContext context) {
            return new RenderOutcome.Failed("nothing", "it never does", false);
        }
    }
}
