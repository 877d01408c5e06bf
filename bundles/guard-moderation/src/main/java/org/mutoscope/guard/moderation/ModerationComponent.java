package org.mutoscope.guard.moderation;

import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.mutoscope.api.guard.PromptGuard;
import org.mutoscope.api.guard.Verdict;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A guard for each configured service. One that is configured wrongly blocks: who set it up wants no prompt to pass unseen. */
@Component(
        configurationPid = ModerationConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
@Designate(ocd = ModerationConfig.class, factory = true)
public final class ModerationComponent {
    private static final Logger LOG = LoggerFactory.getLogger(ModerationComponent.class);
    private static final int LAST = 200; // what costs a call is asked after what costs none

    private final ServiceRegistration<PromptGuard> registration;

    /** Called by the component runtime. */
    @Activate
    public ModerationComponent(BundleContext bundles, ModerationConfig config, Map<String, Object> properties) {
        Hashtable<String, Object> names = new Hashtable<>();
        names.put(PromptGuard.ID, id(String.valueOf(properties.get(Constants.SERVICE_PID))));
        names.put(PromptGuard.ORDER, LAST);
        registration = bundles.registerService(PromptGuard.class, guard(config), names);
    }

    static String id(String pid) {
        return "moderation-" + pid.substring(pid.indexOf('~') + 1);
    }

    static PromptGuard guard(ModerationConfig config) {
        try {
            return new ServiceGuard(config);
        } catch (IllegalArgumentException e) {
            LOG.error("a moderation service is configured wrongly, every prompt is blocked: {}", e.getMessage());
            return text -> new Verdict.Block(
                    List.of(),
                    "moderation_misconfigured",
                    "Prompts cannot be checked at the moment, and what is not checked is not made. The operator finds the reason in"
                            + " the log.");
        }
    }

    /** Called by the component runtime. */
    @Deactivate
    public void close() {
        try {
            registration.unregister();
        } catch (IllegalStateException e) {
            return; // with its bundle
        }
    }
}
