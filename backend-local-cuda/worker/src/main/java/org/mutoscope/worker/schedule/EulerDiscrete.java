package org.mutoscope.worker.schedule;

import java.util.Arrays;
import org.mutoscope.worker.model.PackageProblem;

/** Euler's method in noise over signal (EulerDiscreteScheduler; Karras et al., arXiv 2206.00364, algorithm 1 without churn). */
final class EulerDiscrete extends Stepped {
    private final float[] sigmas;
    private final Prediction prediction;
    private final boolean leading;

    private EulerDiscrete(float[] timesteps, float[] sigmas, Plan plan) {
        super(timesteps);
        this.sigmas = sigmas;
        this.prediction = plan.prediction;
        this.leading = plan.spacing.kind().equals("leading");
    }

    /** What the file says. @param continuous whether the network is told the logarithm of the level instead of a time */
    private record Plan(
            float[] trained,
            Prediction prediction,
            Spacing spacing,
            Curve curve,
            boolean continuous,
            boolean logarithmic) {}

    static Scheduler begin(SchedulerConfig config, ScheduleRequest request) throws PackageProblem {
        float[] trained = NoiseTable.read(config, NoiseTable.Betas.LINEAR, true).sigmas();
        Prediction prediction = Prediction.read(config, Prediction.EPSILON, Prediction.V_PREDICTION, Prediction.SAMPLE);
        boolean continuous = config.text("timestep_type", "discrete", "discrete", "continuous")
                .equals("continuous");
        boolean logarithmic = config.text("interpolation_type", "linear", "linear", "log_linear")
                .equals("log_linear");
        Plan plan = new Plan(
                trained,
                prediction,
                Spacing.read(config, "linspace"),
                Curve.read(config, true),
                continuous && prediction == Prediction.V_PREDICTION,
                logarithmic);
        String last = config.text("final_sigmas_type", "zero", "zero", "sigma_min");
        if (request.timed() && (request.levelled() || plan.curve.bent() || plan.continuous)) {
            throw SchedulerConfig.unsuited("explicit times do not go with explicit levels, with a curve of levels or"
                    + " with continuous times; leave them away");
        }
        return request.levelled()
                ? explicit(plan, request)
                : planned(plan, request, last.equals("zero") ? 0 : trained[0]);
    }

    private static Scheduler explicit(Plan plan, ScheduleRequest request) throws PackageProblem {
        float[] sigmas = request.explicitSigmas().clone();
        if (sigmas.length < 2) {
            throw SchedulerConfig.unsuited(
                    "explicit levels of EulerDiscreteScheduler end with the one after the last step");
        }
        double[] levels = doubles(Arrays.copyOf(sigmas, sigmas.length - 1));
        return new EulerDiscrete(times(plan, levels), sigmas, plan);
    }

    private static Scheduler planned(Plan plan, ScheduleRequest request, float last) {
        int table = plan.trained.length;
        float[] times = request.timed()
                ? request.explicitTimesteps().clone()
                : floats(plan.spacing.times(request.steps(), request.steps(), table, table));
        double[] levels = plan.logarithmic ? logarithmic(plan.trained, times.length) : between(plan.trained, times);
        if (plan.curve.bent()) {
            levels = plan.curve.levels(levels[0], levels[levels.length - 1], times.length);
        }
        boolean told = plan.curve.bent() || plan.continuous;
        return new EulerDiscrete(told ? times(plan, levels) : times, closed(levels, last), plan);
    }

    private static double[] between(float[] trained, float[] times) {
        return Arrays.stream(doubles(times))
                .map(time -> Curve.level(time, trained))
                .toArray();
    }

    // One level more than steps, as diffusers has it: the last step ends on the smallest trained level.
    private static double[] logarithmic(float[] trained, int steps) {
        float most = (float) Math.log(trained[trained.length - 1]);
        double[] levels = doubles(NoiseTable.line(most, (float) Math.log(trained[0]), steps + 1));
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (float) Math.exp(levels[i]);
        }
        return levels;
    }

    private static float[] times(Plan plan, double[] levels) {
        float[] times = new float[levels.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = plan.continuous
                    ? 0.25f * (float) Math.log((float) levels[i])
                    : (float) Curve.time(levels[i], plan.trained);
        }
        return times;
    }

    @Override
    public float initSigma() {
        float most = 0;
        for (float sigma : sigmas) {
            most = Math.max(most, sigma);
        }
        return leading ? root(most) : most;
    }

    private static float root(float sigma) {
        return (float) Math.sqrt(sigma * sigma + 1);
    }

    @Override
    public void scaleInput(int step, float[] sample, float[] into) {
        float scale = root(sigmas[step]);
        for (int i = 0; i < sample.length; i++) {
            into[i] = sample[i] / scale;
        }
    }

    @Override
    void move(int step, float[] predicted, float[] sample) {
        float sigma = sigmas[step];
        float change = sigmas[step + 1] - sigma;
        float ofPrediction = -sigma / root(sigma);
        float ofSample = sigma * sigma + 1;
        for (int i = 0; i < sample.length; i++) {
            float clean =
                    switch (prediction) {
                        case EPSILON -> sample[i] - sigma * predicted[i];
                        case V_PREDICTION -> predicted[i] * ofPrediction + sample[i] / ofSample;
                        default -> predicted[i];
                    };
            sample[i] += (sample[i] - clean) / sigma * change;
        }
    }

    @Override
    public void addNoise(int step, float[] clean, float[] noise, float[] into) {
        mix(clean, 1, noise, sigmas[step], into);
    }

    @Override
    public float sigma(int step) {
        return sigmas[step];
    }
}
