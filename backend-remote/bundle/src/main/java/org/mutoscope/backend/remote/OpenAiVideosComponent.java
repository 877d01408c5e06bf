package org.mutoscope.backend.remote;

import java.util.Map;
import java.util.Set;
import org.mutoscope.backend.remote.openai.OpenAiVideos;
import org.mutoscope.backend.remote.openai.Profile;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** A backend for each configured server that speaks the OpenAI Videos API. */
@Component(
        configurationPid = OpenAiVideosConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
@Designate(ocd = OpenAiVideosConfig.class, factory = true)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>='org.mutoscope.api.backend.VideoBackend'",
        effective = "active")
public final class OpenAiVideosComponent {
    private final Registered registered;

    /** Reads the configuration. @throws IllegalArgumentException if it has problems, all of them in the message */
    @Activate
    public OpenAiVideosComponent(BundleContext bundles, Map<String, Object> properties) {
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
        Setup setup = Setup.of(OpenAiVideosConfig.class, properties);
        boolean known = Profile.words().contains(setup.word("profile", Profile.words()));
        Profile profile = known ? Profile.of(setup.text("profile")) : Profile.OPENAI;
        return Instance.of(
                setup,
                new Instance.Kind(
                        "/v1",
                        setup.bearer(),
                        Set.of(),
                        profile.stops(),
                        0,
                        (base, call) -> new OpenAiVideos(base, call, profile)));
    }
}
