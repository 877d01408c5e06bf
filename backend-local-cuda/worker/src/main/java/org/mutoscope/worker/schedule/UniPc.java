package org.mutoscope.worker.schedule;

import java.util.HashSet;
import java.util.Set;
import org.mutoscope.worker.model.PackageProblem;

/**
 * UniPC of order 1 and 2: each step predicts the next sample, and corrects it once the network has seen it (UniPCMultistepScheduler; Zhao et
 * al., UniPC, arXiv 2302.04867, algorithms 5 and 6, the variant B(h) that guesses clean data).
 */
final class UniPc extends Stepped {
    private final LogSnr scale;
    private final Prediction prediction;
    private final Habits habits;
    private float[] before = new float[0];
    private float[] now = new float[0];
    private float[] fresh = new float[0];
    private float[] last;
    private int known;
    private int order;

    /** @param order 1 or 2 @param exact B(h) = h instead of e^h - 1 @param lower whether the last step is of order 1 @param uncorrected steps after which nothing is corrected */
    private record Habits(int order, boolean exact, boolean lower, Set<Integer> uncorrected) {}

    private UniPc(float[] timesteps, LogSnr scale, Prediction prediction, Habits habits) {
        super(timesteps);
        this.scale = scale;
        this.prediction = prediction;
        this.habits = habits;
    }

    static Scheduler begin(SchedulerConfig config, ScheduleRequest request) throws PackageProblem {
        Levels levels = Levels.read(config, true);
        Prediction prediction = Prediction.read(config, Prediction.values());
        Habits habits = habits(config, levels.zero());
        UniPcLevels laid = UniPcLevels.lay(config, levels, request);
        return new UniPc(laid.timesteps(), laid.scale(), prediction, habits);
    }

    private static Habits habits(SchedulerConfig config, boolean zero) throws PackageProblem {
        String type = config.text("solver_type", "bh2", "bh1", "bh2", "midpoint", "heun", "logrho");
        boolean lower = config.flag("lower_order_final", true);
        config.only("predict_x0", true);
        config.nothing("solver_p");
        Clip.unthresholded(config);
        Set<Integer> uncorrected = new HashSet<>();
        for (double step : config.numbers("disable_corrector")) {
            uncorrected.add((int) step);
        }
        int order = config.whole("solver_order", 2, 1, 2);
        // Diffusers computes NaN for these: the last step is infinitely long.
        if (zero && type.equals("bh1")) {
            throw config.refused("solver_type", "bh2 where final_sigmas_type is zero");
        }
        if (zero && !lower && order > 1) {
            throw config.refused("lower_order_final", "true where final_sigmas_type is zero");
        }
        return new Habits(order, type.equals("bh1"), lower, uncorrected);
    }

    @Override
    void move(int step, float[] predicted, float[] sample) {
        guess(step, predicted, sample);
        if (last == null) {
            last = new float[sample.length];
        } else if (!habits.uncorrected.contains(step - 1)) {
            advance(step, last, sample, true);
        }
        float[] reused = before.length == sample.length ? before : new float[sample.length];
        before = now;
        now = fresh;
        fresh = reused;
        int wanted = habits.lower ? Math.min(habits.order, steps() - step) : habits.order;
        order = Math.min(wanted, ++known);
        System.arraycopy(sample, 0, last, 0, sample.length);
        advance(step + 1, last, sample, false);
    }

    private void guess(int step, float[] predicted, float[] sample) {
        fresh = fresh.length == sample.length ? fresh : new float[sample.length];
        float alpha = scale.alpha(step);
        float sigma = prediction == Prediction.FLOW_PREDICTION ? scale.sigmas()[step] : scale.sigma(step);
        for (int i = 0; i < sample.length; i++) {
            fresh[i] = prediction.clean(sample[i], predicted[i], alpha, sigma);
        }
    }

    /** Computes the sample at a step from that at the step before. @param correct whether the guess there is known already */
    private void advance(int to, float[] from, float[] into, boolean correct) {
        float origin = scale.lambda(to - 1);
        float h = -(scale.lambda(to) - origin);
        float growth = expm1(h);
        float norm = habits.exact ? h : growth;
        float ofFrom = scale.sigma(to) / scale.sigma(to - 1);
        float ofNow = scale.alpha(to) * growth;
        float ofSlopes = scale.alpha(to) * norm;
        float ratio = order == 1 ? 1 : (scale.lambda(to - 2) - origin) / -h;
        float[] weights = weights(h, norm, ratio, correct);
        for (int i = 0; i < into.length; i++) {
            float slopes = order == 1 ? 0 : weights[0] * ((before[i] - now[i]) / ratio);
            if (correct) {
                slopes += weights[1] * (fresh[i] - now[i]);
            }
            into[i] = ofFrom * from[i] - ofNow * now[i] - ofSlopes * slopes;
        }
    }

    /** Weights of the slopes to the guess before and to the fresh one, which solve equation 9 of the paper. */
    private float[] weights(float h, float norm, float ratio, boolean correct) {
        if (order == 1 || !correct) {
            return new float[] {0.5f, 0.5f};
        }
        float phi = expm1(h) / h - 1;
        float one = phi / norm;
        float two = (phi / h - 0.5f) * 2 / norm;
        float earlier = (one - two) / (1 - ratio);
        return new float[] {earlier, one - earlier};
    }

    private static float expm1(float value) {
        return (float) Math.expm1(value);
    }

    @Override
    public void addNoise(int step, float[] clean, float[] noise, float[] into) {
        mix(clean, scale.alpha(step), noise, scale.sigma(step), into);
    }

    @Override
    public float sigma(int step) {
        return scale.sigmas()[step];
    }
}
