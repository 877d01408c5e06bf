package org.mutoscope.worker.schedule;

import java.util.Arrays;
import org.mutoscope.worker.model.PackageProblem;

/** DPM-Solver++ of order 1 and 2 (DPMSolverMultistepScheduler; Lu et al., DPM-Solver++, arXiv 2211.01095, algorithm 2). */
final class DpmSolver extends Stepped {
    private final LogSnr scale;
    private final Prediction prediction;
    private final Habits habits;
    private float[] before = new float[0];
    private float[] now = new float[0];
    private int known;

    /** @param order 1 or 2 @param heun the other form of order 2 @param eulerLast whether the last step is of order 1 */
    private record Habits(int order, boolean heun, boolean eulerLast) {}

    private DpmSolver(float[] timesteps, LogSnr scale, Prediction prediction, Habits habits) {
        super(timesteps);
        this.scale = scale;
        this.prediction = prediction;
        this.habits = habits;
    }

    static Scheduler begin(SchedulerConfig config, ScheduleRequest request) throws PackageProblem {
        Levels levels = Levels.read(config, false);
        Prediction prediction = Prediction.read(config, Prediction.values());
        FlowShift shift = FlowShift.read(config, "flow_shift", false);
        boolean lu = config.flag("use_lu_lambdas", false);
        int open = open(levels.table(), config.number("lambda_min_clipped", Double.NEGATIVE_INFINITY));
        boolean cosine = config.text("beta_schedule", "linear", "linear", "scaled_linear", "squaredcos_cap_v2")
                .equals("squaredcos_cap_v2");
        if (request.levelled() || (request.timed() && (levels.curve().bent() || lu))) {
            throw SchedulerConfig.unsuited(
                    "DPMSolverMultistepScheduler takes no explicit levels, and explicit times only without a curve of levels");
        }
        double[] times;
        double[] laid;
        if (levels.curve().bent() || lu) {
            float[] trained = levels.trained();
            laid = levels.curve().bent()
                    ? levels.bent(request.steps())
                    : Curve.exponential(trained[trained.length - 1], trained[0], request.steps());
            times = levels.times(laid, !cosine && levels.curve().kind() != Curve.Kind.EXPONENTIAL);
        } else if (levels.flow()) {
            laid = flow(request, shift, levels.table().size());
            times = levels.flowTimes(laid);
        } else {
            times = request.timed() ? doubles(request.explicitTimesteps()) : times(levels, request.steps(), open);
            laid = levels.between(times);
        }
        Habits habits = habits(config, levels.zero(), laid.length);
        return new DpmSolver(Levels.cut(times), levels.closed(laid, levels.trained()[0]), prediction, habits);
    }

    private static Habits habits(SchedulerConfig config, boolean zero, int steps) throws PackageProblem {
        config.text("algorithm_type", "dpmsolver++", "dpmsolver++", "deis");
        String type = config.text("solver_type", "midpoint", "midpoint", "heun", "logrho", "bh1", "bh2");
        Clip.unthresholded(config);
        config.nothing("variance_type");
        boolean lower = config.flag("lower_order_final", true);
        boolean euler = config.flag("euler_at_final", false);
        return new Habits(
                config.whole("solver_order", 2, 1, 2), type.equals("heun"), euler || zero || (lower && steps < 15));
    }

    // Where a cosine schedule has almost no signal left, the solver would divide by it.
    private static int open(NoiseTable table, double least) {
        int open = table.size();
        while (open > 1) {
            float alpha = table.alpha(open - 1);
            float lambda = (float) Math.log((float) Math.sqrt(alpha)) - (float) Math.log((float) Math.sqrt(1 - alpha));
            if (lambda >= least) {
                break;
            }
            open--;
        }
        return open;
    }

    private static double[] times(Levels levels, int steps, int open) {
        double[] times = levels.spacing().times(steps, steps + 1, levels.table().size(), open);
        return Arrays.stream(times).map(Math::rint).toArray();
    }

    private static double[] flow(ScheduleRequest request, FlowShift shift, int times) throws PackageProblem {
        double[] kept = Spacing.line(1, 1.0 / times, request.steps() + 1);
        double[] levels = new double[request.steps()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = 1 - kept[levels.length - i];
        }
        shift.apply(levels, request);
        return levels;
    }

    @Override
    void move(int step, float[] predicted, float[] sample) {
        guess(step, predicted, sample);
        boolean first = habits.order == 1 || known < 2 || (step == steps() - 1 && habits.eulerLast);
        float h = scale.lambda(step + 1) - scale.lambda(step);
        float decay = (float) Math.exp(-h) - 1;
        float ofSample = scale.sigma(step + 1) / scale.sigma(step);
        float ofNow = scale.alpha(step + 1) * decay;
        float ratio = first ? 1 : 1 / ((scale.lambda(step) - scale.lambda(step - 1)) / h);
        float ofSlope = first ? 0 : habits.heun ? -(scale.alpha(step + 1) * (decay / h + 1)) : 0.5f * ofNow;
        for (int i = 0; i < sample.length; i++) {
            float moved = ofSample * sample[i] - ofNow * now[i];
            sample[i] = first ? moved : moved - ofSlope * (ratio * (now[i] - before[i]));
        }
    }

    private void guess(int step, float[] predicted, float[] sample) {
        float[] reused = before.length == sample.length ? before : new float[sample.length];
        before = now;
        now = reused;
        known++;
        float alpha = scale.alpha(step);
        float sigma = prediction == Prediction.FLOW_PREDICTION ? scale.sigmas()[step] : scale.sigma(step);
        for (int i = 0; i < sample.length; i++) {
            now[i] = prediction.clean(sample[i], predicted[i], alpha, sigma);
        }
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
