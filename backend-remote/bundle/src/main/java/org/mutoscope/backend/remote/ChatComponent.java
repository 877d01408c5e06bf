package org.mutoscope.backend.remote;

import java.net.URI;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import org.mutoscope.api.creation.PromptAdviser;
import org.mutoscope.api.creation.ScriptWriter;
import org.mutoscope.backend.remote.creation.OpenAiChat;
import org.mutoscope.backend.remote.creation.Spent;
import org.mutoscope.backend.remote.wire.Call;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** A writer of storyboards and adviser on prompts for each configured chat model. */
@Component(
        configurationPid = ChatConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
@Designate(ocd = ChatConfig.class, factory = true)
public final class ChatComponent {
    private static final long MOST = 1_000_000_000_000L;

    private final ServiceRegistration<?> registration;

    /** Reads the configuration. @throws IllegalArgumentException if it has problems, all of them in the message */
    @Activate
    public ChatComponent(BundleContext bundles, Map<String, Object> properties) {
        Setup setup = Setup.of(ChatConfig.class, properties);
        Dictionary<String, Object> names = new Hashtable<>();
        names.put(ScriptWriter.ID, setup.id());
        names.put(PromptAdviser.ID, setup.id());
        String[] kinds = {ScriptWriter.class.getName(), PromptAdviser.class.getName()};
        registration = bundles.registerService(kinds, chat(setup), names);
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

    static OpenAiChat chat(Setup setup) {
        URI base = setup.base("/v1");
        Call call = setup.call(base, setup.bearer());
        if (setup.text("model").isEmpty()) {
            setup.problem("model is missing");
        }
        Spent price =
                new Spent(0, setup.number("price.input.micros", 0, MOST), setup.number("price.output.micros", 0, MOST));
        setup.check();
        return new OpenAiChat(base, call, setup.text("model"), price);
    }
}
