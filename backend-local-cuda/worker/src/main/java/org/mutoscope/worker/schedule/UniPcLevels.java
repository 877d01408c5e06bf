package org.mutoscope.worker.schedule;

import java.util.Arrays;
import org.mutoscope.worker.model.PackageProblem;

/**
 * The times and levels of UniPC.
 *
 * @param timesteps whole numbers
 * @param scale levels
 */
record UniPcLevels(float[] timesteps, LogSnr scale) {
    // At level 1 there is no signal, and its logarithm would be infinite.
    private static final double EDGE = 1e-6;

    static UniPcLevels lay(SchedulerConfig config, Levels levels, ScheduleRequest request) throws PackageProblem {
        FlowShift shift = FlowShift.read(config, "flow_shift", true);
        if (!Double.isNaN(shift.terminal()) && !levels.flow()) {
            throw config.refused("shift_terminal", "null without use_flow_sigmas");
        }
        if (request.timed()
                || (request.levelled() && (!levels.flow() || levels.curve().bent()))) {
            throw SchedulerConfig.unsuited(
                    "UniPCMultistepScheduler takes no explicit times, and explicit levels only for"
                            + " a flow without a curve of levels");
        }
        if (levels.curve().bent()) {
            return bent(levels, request.steps());
        }
        return levels.flow() ? flow(levels, shift, request) : plain(levels, request.steps());
    }

    private static UniPcLevels bent(Levels levels, int steps) {
        double[] laid = levels.bent(steps);
        if (levels.flow()) {
            laid = Arrays.stream(laid).map(level -> level / (level + 1)).toArray();
            return made(levels, levels.flowTimes(laid), laid);
        }
        return made(levels, levels.times(laid, levels.curve().kind() == Curve.Kind.KARRAS), laid);
    }

    private static UniPcLevels flow(Levels levels, FlowShift shift, ScheduleRequest request) throws PackageProblem {
        double[] laid = request.levelled()
                ? Stepped.doubles(request.explicitSigmas())
                : Arrays.copyOf(Spacing.line(1, 1.0 / levels.table().size(), request.steps() + 1), request.steps());
        shift.apply(laid, request);
        if (Math.abs(laid[0] - 1) < EDGE) {
            laid[0] -= EDGE;
        }
        return made(levels, levels.flowTimes(laid), laid);
    }

    private static UniPcLevels plain(Levels levels, int steps) {
        int size = levels.table().size();
        double[] times = Arrays.stream(levels.spacing().times(steps, steps + 1, size, size))
                .map(Math::rint)
                .toArray();
        return new UniPcLevels(Levels.cut(times), levels.closed(levels.between(times), levels.trained()[0]));
    }

    private static UniPcLevels made(Levels levels, double[] times, double[] laid) {
        return new UniPcLevels(Levels.cut(times), levels.closed(laid, laid[laid.length - 1]));
    }
}
