package org.mutoscope.backend.remote;

import java.util.Map;
import java.util.Set;
import org.mutoscope.backend.remote.veo.GeminiVeo;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** A backend for each configured key of the Gemini API. */
@Component(
        configurationPid = VeoConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
@Designate(ocd = VeoConfig.class, factory = true)
public final class VeoComponent {
    private final Registered registered;

    /** Reads the configuration. @throws IllegalArgumentException if it has problems, all of them in the message */
    @Activate
    public VeoComponent(BundleContext bundles, Map<String, Object> properties) {
        registered = new Registered(bundles, instance(properties));
    }

    /** Reads a changed configuration; clips that are being made go on as they began. */
    @Modified
    public void changed(Map<String, Object> properties) {
        registered.becomes(instance(properties));
    }

    /** Withdraws the backend. */
    @Deactivate
    public void close() {
        registered.close();
    }

    static Instance instance(Map<String, ?> properties) {
        Setup setup = Setup.of(VeoConfig.class, properties);
        setup.secret("key");
        return Instance.of(
                setup,
                new Instance.Kind(
                        "/v1beta",
                        Map.of("x-goog-api-key", setup.text("key")),
                        Set.of("person"),
                        false,
                        48,
                        GeminiVeo::new));
    }
}
