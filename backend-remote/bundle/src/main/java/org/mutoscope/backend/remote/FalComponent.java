package org.mutoscope.backend.remote;

import java.util.Map;
import java.util.Set;
import org.mutoscope.backend.remote.fal.FalQueue;
import org.mutoscope.backend.remote.fal.InputMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** A backend for each configured account of fal. */
@Component(
        configurationPid = FalConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
@Designate(ocd = FalConfig.class, factory = true)
public final class FalComponent {
    private static final Set<String> WORDS = Set.of("image", "map", "set");

    private final Registered registered;

    /** Reads the configuration. @throws IllegalArgumentException if it has problems, all of them in the message */
    @Activate
    public FalComponent(BundleContext bundles, Map<String, Object> properties) {
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
        Setup setup = Setup.of(FalConfig.class, properties);
        setup.secret("key");
        Map<String, InputMap> inputs = setup.each(WORDS, model -> InputMap.of(model.words()));
        return Instance.of(
                setup,
                new Instance.Kind(
                        "",
                        Map.of("Authorization", "Key " + setup.text("key")),
                        WORDS,
                        true,
                        24,
                        (base, call) -> new FalQueue(base, call, inputs)));
    }
}
