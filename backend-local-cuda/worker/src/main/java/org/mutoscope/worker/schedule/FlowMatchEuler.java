package org.mutoscope.worker.schedule;

import java.util.Arrays;
import org.mutoscope.worker.model.PackageProblem;

/**
 * Euler's method along a rectified flow, whose network predicts the velocity from data to noise: {@code x += (next - level) * v}
 * (FlowMatchEulerDiscreteScheduler; Liu et al., Flow Straight and Fast, arXiv 2209.03003).
 */
final class FlowMatchEuler extends Stepped {
    private final float[] sigmas;
    private final NoiseSource noise;

    private FlowMatchEuler(float[] timesteps, float[] sigmas, NoiseSource noise) {
        super(timesteps);
        this.sigmas = sigmas;
        this.noise = noise;
    }

    static Scheduler begin(SchedulerConfig config, ScheduleRequest request, NoiseSource noise) throws PackageProblem {
        int times = config.whole("num_train_timesteps", 1000, 1, 100_000);
        FlowShift shift = FlowShift.read(config, "shift", true);
        Curve curve = Curve.read(config, false);
        boolean inverted = config.flag("invert_sigmas", false);
        boolean stochastic = config.flag("stochastic_sampling", false);
        double[] levels = levels(request, shift, times);
        shift.apply(levels, request);
        if (curve.bent()) {
            levels = curve.levels(levels[0], levels[levels.length - 1], levels.length);
        }
        float[] sigmas = closed(levels, 0);
        float[] timesteps =
                request.timed() ? request.explicitTimesteps().clone() : scaled(sigmas, times, levels.length);
        if (inverted) {
            for (int i = 0; i < sigmas.length; i++) {
                sigmas[i] = 1 - sigmas[i];
            }
            timesteps = scaled(sigmas, times, levels.length);
        }
        return new FlowMatchEuler(timesteps, sigmas, stochastic ? noise : null);
    }

    private static double[] levels(ScheduleRequest request, FlowShift shift, int times) throws PackageProblem {
        if (request.timed() && request.levelled()) {
            if (request.explicitSigmas().length != request.explicitTimesteps().length) {
                throw SchedulerConfig.unsuited("times and levels differ in number");
            }
        }
        if (request.levelled()) {
            return doubles(request.explicitSigmas());
        }
        double[] visited = request.timed()
                ? doubles(request.explicitTimesteps())
                // The static shift is applied twice, here to the ends: so were the models trained with these files
                // sampled.
                : Spacing.line(times, shifted(1.0 / times, shift) * times, request.steps());
        return Arrays.stream(visited).map(time -> time / times).toArray();
    }

    private static double shifted(double level, FlowShift shift) {
        double factor = shift.dynamic() ? 1 : shift.fixed();
        return factor * level / (1 + (factor - 1) * level);
    }

    private static float[] scaled(float[] sigmas, int times, int count) {
        float[] scaled = new float[count];
        for (int i = 0; i < count; i++) {
            scaled[i] = sigmas[i] * times;
        }
        return scaled;
    }

    @Override
    void move(int step, float[] predicted, float[] sample) {
        float level = sigmas[step];
        float next = sigmas[step + 1];
        if (noise == null) {
            float change = next - level;
            for (int i = 0; i < sample.length; i++) {
                sample[i] += change * predicted[i];
            }
            return;
        }
        float[] fresh = new float[sample.length];
        noise.fill(fresh);
        for (int i = 0; i < sample.length; i++) {
            sample[i] = (1 - next) * (sample[i] - level * predicted[i]) + next * fresh[i];
        }
    }

    @Override
    public void addNoise(int step, float[] clean, float[] noise, float[] into) {
        mix(clean, 1 - sigmas[step], noise, sigmas[step], into);
    }

    @Override
    public float sigma(int step) {
        return sigmas[step];
    }
}
