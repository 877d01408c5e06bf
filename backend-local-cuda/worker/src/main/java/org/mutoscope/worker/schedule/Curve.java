package org.mutoscope.worker.schedule;

import java.util.Arrays;
import org.mutoscope.worker.model.PackageProblem;

/**
 * Where the noise levels between the first and the last lie: as the times fall, or along a curve of its own.
 *
 * @param kind which
 * @param least last level of a curve, or NaN for that of the schedule
 * @param most first level of a curve, or NaN for that of the schedule
 */
record Curve(Kind kind, double least, double most) {
    enum Kind {
        NONE,
        KARRAS,
        EXPONENTIAL
    }

    /** @param bounded whether the class reads sigma_min and sigma_max */
    static Curve read(SchedulerConfig config, boolean bounded) throws PackageProblem {
        boolean karras = config.flag("use_karras_sigmas", false);
        boolean exponential = config.flag("use_exponential_sigmas", false);
        config.only("use_beta_sigmas", false);
        if (karras && exponential) {
            throw config.refused("use_exponential_sigmas", "false beside use_karras_sigmas");
        }
        return new Curve(
                karras ? Kind.KARRAS : exponential ? Kind.EXPONENTIAL : Kind.NONE,
                bounded ? level(config, "sigma_min") : Double.NaN,
                bounded ? level(config, "sigma_max") : Double.NaN);
    }

    boolean bent() {
        return kind != Kind.NONE;
    }

    /** Levels from the most to the least. @param first used if the file names no most @param last used if the file names no least */
    double[] levels(double first, double last, int steps) {
        double from = Double.isNaN(most) ? first : most;
        double to = Double.isNaN(least) ? last : least;
        return kind == Kind.KARRAS ? karras(from, to, steps) : exponential(from, to, steps);
    }

    // Karras et al., Elucidating the Design Space of Diffusion-Based Generative Models, arXiv 2206.00364, equation 5
    // with rho 7.
    private static double[] karras(double from, double to, int steps) {
        double first = Math.pow(from, 1 / 7.0);
        double last = Math.pow(to, 1 / 7.0);
        return Arrays.stream(Spacing.line(0, 1, steps))
                .map(part -> Math.pow(first + part * (last - first), 7))
                .toArray();
    }

    static double[] exponential(double from, double to, int steps) {
        return Arrays.stream(Spacing.line(Math.log(from), Math.log(to), steps))
                .map(Math::exp)
                .toArray();
    }

    /** The time, between two training times, at which the table reaches a level. @param sigmas rising */
    static double time(double level, float[] sigmas) {
        double log = Math.log(Math.max(level, 1e-10));
        int low = 0;
        while (low + 2 < sigmas.length && (float) Math.log(sigmas[low + 1]) <= log) {
            low++;
        }
        float under = (float) Math.log(sigmas[low]);
        float over = (float) Math.log(sigmas[low + 1]);
        double part = Math.min(1, Math.max(0, (under - log) / (under - over)));
        return (1 - part) * low + part * (low + 1);
    }

    /** The level between two training times, as numpy.interp does it. */
    static double level(double time, float[] sigmas) {
        if (time >= sigmas.length - 1) {
            return sigmas[sigmas.length - 1];
        }
        int low = (int) Math.max(0, time);
        double slope = (double) sigmas[low + 1] - sigmas[low];
        return slope * Math.max(0, time - low) + sigmas[low];
    }

    private static double level(SchedulerConfig config, String key) throws PackageProblem {
        double level = config.number(key, Double.NaN);
        if (level <= 0 || Double.isInfinite(level)) {
            throw config.refused(key, "above 0, or null");
        }
        return level;
    }
}
