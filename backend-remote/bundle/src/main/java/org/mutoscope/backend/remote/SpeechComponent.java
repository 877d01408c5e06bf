package org.mutoscope.backend.remote;

import java.net.URI;
import java.time.Clock;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.mutoscope.api.media.SpeechSynthesizer;
import org.mutoscope.backend.remote.creation.OpenAiSpeech;
import org.mutoscope.backend.remote.wire.Call;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** A voice for each configured speech service. */
@Component(
        configurationPid = SpeechConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
@Designate(ocd = SpeechConfig.class, factory = true)
public final class SpeechComponent {
    private static final long MOST = 1_000_000_000_000L;

    private final ServiceRegistration<SpeechSynthesizer> registration;

    /** Reads the configuration. @throws IllegalArgumentException if it has problems, all of them in the message */
    @Activate
    public SpeechComponent(BundleContext bundles, Map<String, Object> properties) {
        Setup setup = Setup.of(SpeechConfig.class, properties);
        OpenAiSpeech voice = speech(setup);
        registration = bundles.registerService(SpeechSynthesizer.class, voice, names(setup));
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

    static OpenAiSpeech speech(Setup setup) {
        URI base = setup.base("/v1");
        Call call = setup.call(base, setup.bearer());
        if (setup.text("model").isEmpty()) {
            setup.problem("model is missing");
        }
        boolean wav = setup.word("response.format", Set.of("wav", "pcm")).equals("wav");
        int rate = (int) setup.number("pcm.rate", 8_000, 192_000);
        OpenAiSpeech.Manner manner =
                new OpenAiSpeech.Manner(setup.text("model"), voices(setup), wav ? 0 : rate, setup.text("instructions"));
        OpenAiSpeech.Bounds bounds =
                new OpenAiSpeech.Bounds((int) setup.number("slots", 1, 64), setup.number("day.characters", 0, MOST));
        setup.number("price.micros", 0, MOST);
        setup.number("rank", Integer.MIN_VALUE, Integer.MAX_VALUE);
        setup.check();
        return new OpenAiSpeech(base, call, manner, bounds, Clock.systemUTC());
    }

    private static Map<String, String> voices(Setup setup) {
        Map<String, String> voices = new TreeMap<>();
        for (String entry : setup.list("voices")) {
            if (!entry.matches("(\\*|[A-Za-z]{2,8}):\\S{1,200}")) {
                setup.problem("voices: each is LANGUAGE:VOICE, with * for all other languages, not '" + entry + "'");
                continue;
            }
            int colon = entry.indexOf(':');
            voices.put(entry.substring(0, colon).toLowerCase(Locale.ROOT), entry.substring(colon + 1));
        }
        if (setup.list("voices").isEmpty()) {
            setup.problem("voices names at least one, for example voices=*:alloy");
        }
        return voices;
    }

    /** What the platform is told of the voice. */
    static Dictionary<String, Object> names(Setup setup) {
        Dictionary<String, Object> names = new Hashtable<>();
        names.put(SpeechSynthesizer.ID, setup.id());
        names.put(SpeechSynthesizer.PRICE, setup.number("price.micros", 0, MOST));
        names.put(Constants.SERVICE_RANKING, (int) setup.number("rank", Integer.MIN_VALUE, Integer.MAX_VALUE));
        Set<String> languages = voices(setup).keySet();
        if (!languages.contains(OpenAiSpeech.ANY)) {
            names.put(SpeechSynthesizer.LANGUAGES, languages.toArray(new String[0]));
        }
        return names;
    }
}
