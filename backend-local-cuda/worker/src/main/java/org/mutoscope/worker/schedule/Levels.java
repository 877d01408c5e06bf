package org.mutoscope.worker.schedule;

import java.util.Arrays;
import org.mutoscope.worker.model.PackageProblem;

/**
 * What the multistep solvers DPM-Solver++ and UniPC read the same way, to lay their times and levels.
 *
 * @param trained the model's levels, rising
 * @param table the model's signal
 * @param spacing of times
 * @param curve of levels
 * @param flow whether levels are those of a flow
 * @param zero whether the level after the last step is 0
 */
record Levels(float[] trained, NoiseTable table, Spacing spacing, Curve curve, boolean flow, boolean zero) {
    /** @param bounded whether the class reads sigma_min and sigma_max */
    static Levels read(SchedulerConfig config, boolean bounded) throws PackageProblem {
        NoiseTable table = NoiseTable.read(config, NoiseTable.Betas.LINEAR, true);
        Levels levels = new Levels(
                table.sigmas(),
                table,
                Spacing.read(config, "linspace"),
                Curve.read(config, bounded),
                config.flag("use_flow_sigmas", false),
                config.text("final_sigmas_type", "zero", "zero", "sigma_min").equals("zero"));
        if (levels.flow && levels.curve.kind() == Curve.Kind.EXPONENTIAL) {
            throw config.refused("use_exponential_sigmas", "false beside use_flow_sigmas");
        }
        return levels;
    }

    /** Closes levels with 0 or the given one. */
    LogSnr closed(double[] levels, double last) {
        return new LogSnr(Stepped.closed(levels, zero ? 0 : (float) last), flow);
    }

    /** Levels at times. */
    double[] between(double[] times) {
        return Arrays.stream(times).map(time -> Curve.level(time, trained)).toArray();
    }

    /** Levels along the curve, from the most to the least noise the model was trained with. */
    double[] bent(int steps) {
        return curve.levels(trained[trained.length - 1], trained[0], steps);
    }

    /** Times at which the model had these levels. */
    double[] times(double[] levels, boolean rounded) {
        return Arrays.stream(levels)
                .map(level -> Curve.time(level, trained))
                .map(time -> rounded ? Math.rint(time) : time)
                .toArray();
    }

    /** Times of a flow's levels. */
    double[] flowTimes(double[] levels) {
        return Arrays.stream(levels).map(level -> level * table.size()).toArray();
    }

    /** Whole times; the rest is cut off. */
    static float[] cut(double[] times) {
        float[] cut = new float[times.length];
        for (int i = 0; i < cut.length; i++) {
            cut[i] = (long) times[i];
        }
        return cut;
    }
}
