package org.mutoscope.worker.schedule;

import org.mutoscope.worker.model.PackageProblem;

/**
 * Moves the levels of a flow towards the noisy end, more so for larger clips (Esser et al., Scaling Rectified Flow Transformers, arXiv
 * 2403.03206, section 5.3.2), and stretches them so that the last one has a given value.
 *
 * @param fixed factor of the static shift
 * @param dynamic whether each render brings its own, mu
 * @param exponential whether mu is the factor's logarithm
 * @param terminal level of the last step, or NaN to leave it
 */
record FlowShift(double fixed, boolean dynamic, boolean exponential, double terminal) {
    /** @param key name of the static shift's field */
    static FlowShift read(SchedulerConfig config, String key, boolean terminated) throws PackageProblem {
        double fixed = config.number(key, 1);
        if (!(fixed > 0 && fixed <= 1000)) {
            throw config.refused(key, "above 0, at most 1000");
        }
        double terminal = terminated ? config.number("shift_terminal", Double.NaN) : Double.NaN;
        if (terminal >= 1 || terminal < 0) {
            throw config.refused("shift_terminal", "from 0 to below 1, or null");
        }
        boolean dynamic = config.flag("use_dynamic_shifting", false);
        String kind = config.text("time_shift_type", "exponential", "exponential", "linear");
        return new FlowShift(fixed, dynamic, kind.equals("exponential"), terminal == 0 ? Double.NaN : terminal);
    }

    /** The factor of one render. @throws PackageProblem if it needs a mu and has none */
    double factor(ScheduleRequest request) throws PackageProblem {
        if (!dynamic) {
            return fixed;
        }
        double factor = exponential ? Math.exp(request.mu()) : request.mu();
        if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
            throw SchedulerConfig.unsuited("use_dynamic_shifting needs the shift of this render, and there is none");
        }
        return factor;
    }

    /** Shifts and stretches in place. @param levels 0 to 1, falling */
    void apply(double[] levels, ScheduleRequest request) throws PackageProblem {
        double factor = factor(request);
        for (int i = 0; i < levels.length; i++) {
            // Both forms are the same function; the second one keeps the digits that the first one has for levels near
            // 0.
            levels[i] = factor * levels[i] / (1 + (factor - 1) * levels[i]);
        }
        if (!Double.isNaN(terminal)) {
            double scale = (1 - levels[levels.length - 1]) / (1 - terminal);
            if (!(scale > 0)) {
                throw SchedulerConfig.unsuited("shift_terminal needs a last level below 1; ask for two steps or more");
            }
            for (int i = 0; i < levels.length; i++) {
                levels[i] = 1 - (1 - levels[i]) / scale;
            }
        }
    }
}
