package org.mutoscope.worker.schedule;

import java.util.Arrays;
import java.util.Locale;
import org.mutoscope.worker.model.PackageProblem;

/** What a network predicts. (v: Salimans and Ho, Progressive Distillation, arXiv 2202.00512.) */
enum Prediction {
    EPSILON,
    V_PREDICTION,
    SAMPLE,
    FLOW_PREDICTION;

    static Prediction read(SchedulerConfig config, Prediction... allowed) throws PackageProblem {
        String[] names = Arrays.stream(allowed)
                .map(p -> p.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
        return valueOf(config.text("prediction_type", "epsilon", names).toUpperCase(Locale.ROOT));
    }

    /**
     * The clean value that a prediction means.
     *
     * @param alpha factor of the clean value in the sample
     * @param sigma factor of the noise in the sample
     */
    float clean(float sample, float predicted, float alpha, float sigma) {
        return switch (this) {
            case EPSILON -> (sample - sigma * predicted) / alpha;
            case V_PREDICTION -> alpha * sample - sigma * predicted;
            case SAMPLE -> predicted;
            case FLOW_PREDICTION -> sample - sigma * predicted;
        };
    }
}
