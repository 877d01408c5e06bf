package org.mutoscope.observe;

import java.util.Map;
import java.util.TreeMap;
import org.mutoscope.core.observe.Meters;
import org.osgi.service.component.annotations.Component;

/** How long the stages of clips took, by model. One histogram is all there is to count so far, so no library counts it. */
@Component(service = Meters.class)
public final class ClipMeters implements Meters {
    private static final String NAME = "mutoscope_clip_stage_seconds";
    /** Models come and go in a long life; the names of a few hundred are enough to watch. */
    private static final int MOST_MODELS = 200;

    private static final String OTHERS = "other";

    private final Map<String, Map<String, Histogram>> models = new TreeMap<>();

    @Override
    public synchronized void clip(String model, Map<String, Long> stages) {
        String name = models.containsKey(model) || models.size() < MOST_MODELS ? model : OTHERS;
        Map<String, Histogram> known = models.computeIfAbsent(name, m -> new TreeMap<>());
        stages.forEach((stage, millis) ->
                known.computeIfAbsent(stage, s -> new Histogram()).add(Math.max(0, millis)));
    }

    @Override
    public synchronized String text() {
        StringBuilder text = new StringBuilder()
                .append("# HELP " + NAME
                        + " Time of a stage of a finished clip: text, denoise, decode, deliver by the model; ")
                .append("render, encode, stills, store by the platform.\n")
                .append("# TYPE " + NAME + " histogram\n");
        models.forEach((model, stages) -> stages.forEach((stage, histogram) ->
                histogram.write(NAME, "model=\"" + label(model) + "\",stage=\"" + label(stage) + "\"", text)));
        return text.toString();
    }

    private static String label(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
