package org.mutoscope.backend.remote;

import java.net.URI;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mutoscope.api.creation.FirstFrame;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.backend.remote.creation.OpenAiImages;
import org.mutoscope.backend.remote.creation.Spent;
import org.mutoscope.backend.remote.wire.Call;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** A drawer of first frames for each configured image model. */
@Component(
        configurationPid = ImagesConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
@Designate(ocd = ImagesConfig.class, factory = true)
public final class ImagesComponent {
    private static final long MOST = 1_000_000_000_000L;

    private final ServiceRegistration<FirstFrame> registration;

    /** Reads the configuration. @throws IllegalArgumentException if it has problems, all of them in the message */
    @Activate
    public ImagesComponent(BundleContext bundles, Map<String, Object> properties) {
        Setup setup = Setup.of(ImagesConfig.class, properties);
        Dictionary<String, Object> names = new Hashtable<>();
        names.put(FirstFrame.ID, setup.id());
        registration = bundles.registerService(FirstFrame.class, images(setup), names);
    }

    /** Withdraws it. */
    @Deactivate
    public void close() {
        try {
            registration.unregister();
        } catch (IllegalStateException e) {
            return; // with its bundle
        }
    }

    static OpenAiImages images(Setup setup) {
        URI base = setup.base("/v1");
        Call call = setup.call(base, setup.bearer());
        List<FrameSize> sizes = new ArrayList<>();
        for (String size : setup.list("sizes")) {
            try {
                sizes.add(FrameSize.parse(size));
            } catch (IllegalArgumentException e) {
                setup.problem("sizes: " + e.getMessage());
            }
        }
        if (setup.text("model").isEmpty()) {
            setup.problem("model is missing");
        }
        String format = setup.word("response.format", Set.of("", "b64_json", "url"));
        Spent price = new Spent(setup.number("price.micros", 0, MOST), 0, 0);
        setup.check();
        return new OpenAiImages(base, call, new OpenAiImages.Model(setup.text("model"), sizes, format, price));
    }
}
