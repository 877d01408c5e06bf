package org.mutoscope.speech.flite;

import java.util.Hashtable;
import java.util.Optional;
import org.mutoscope.api.media.SpeechSynthesizer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers the voice while its program is there. A changed configuration makes a new one. */
@Component(
        service = {},
        immediate = true,
        configurationPid = FliteConfig.PID)
@Designate(ocd = FliteConfig.class)
public final class FliteComponent {
    private static final Logger LOG = LoggerFactory.getLogger(FliteComponent.class);

    /** Behind every voice that somebody has set up, which will sound better. */
    private static final int RANK = -100;

    private final ServiceRegistration<SpeechSynthesizer> offered;

    /** Called by the component runtime. */
    @Activate
    public FliteComponent(BundleContext context, FliteConfig config) {
        Optional<FliteSpeech> voice = FliteSpeech.find(config);
        if (voice.isEmpty()) {
            LOG.info("no offline voice: the program {} is not installed (Debian: apt install flite)", config.program());
        }
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(SpeechSynthesizer.ID, "flite");
        properties.put(SpeechSynthesizer.LANGUAGES, new String[] {"en"});
        properties.put(Constants.SERVICE_RANKING, RANK);
        offered = voice.map(speech -> context.registerService(SpeechSynthesizer.class, speech, properties))
                .orElse(null);
    }

    /** Called by the component runtime. */
    @Deactivate
    public void close() {
        if (offered != null) {
            offered.unregister();
        }
    }
}
