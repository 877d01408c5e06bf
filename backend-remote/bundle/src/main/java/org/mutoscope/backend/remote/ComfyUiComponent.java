package org.mutoscope.backend.remote;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.backend.remote.comfyui.ComfyUi;
import org.mutoscope.backend.remote.comfyui.Workflow;
import org.mutoscope.backend.remote.job.RemoteModel;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** A backend for each configured ComfyUI. */
@Component(
        configurationPid = ComfyUiConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
@Designate(ocd = ComfyUiConfig.class, factory = true)
public final class ComfyUiComponent {
    private static final Set<String> WORDS = Set.of("workflow", "image", "fps", "extra");

    private final Registered registered;

    /** Reads the configuration. @throws IllegalArgumentException if it has problems, all of them in the message */
    @Activate
    public ComfyUiComponent(BundleContext bundles, Map<String, Object> properties) {
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
        Setup setup = Setup.of(ComfyUiConfig.class, properties);
        Map<String, Workflow> workflows = new HashMap<>();
        setup.each(WORDS, ComfyUiComponent::workflows).values().forEach(workflows::putAll);
        return Instance.of(
                setup,
                new Instance.Kind(
                        "", setup.bearer(), WORDS, true, 0, (base, call) -> new ComfyUi(base, call, workflows)));
    }

    /** A file for each task. @throws IllegalArgumentException if one is missing or is no workflow */
    private static Map<String, Workflow> workflows(RemoteModel model) {
        Map<String, Workflow> workflows = new HashMap<>();
        for (String task : model.offer().tasks()) {
            String word = task.equals(ModelOffer.IMAGE_TO_VIDEO) ? "image" : "workflow";
            String file = model.words().get(word);
            if (file == null) {
                throw new IllegalArgumentException(
                        model.upstream() + " does " + task + " and has no " + word + "=FILE");
            }
            workflows.put(ComfyUi.key(model.offer().id(), task), Workflow.read(Path.of(file)));
        }
        for (String number : new String[] {"fps", "extra"}) {
            if (!model.words().getOrDefault(number, "1").matches("[0-9]{1,3}")) {
                throw new IllegalArgumentException(model.upstream() + " has " + number + " that is no whole number");
            }
        }
        return workflows;
    }
}
