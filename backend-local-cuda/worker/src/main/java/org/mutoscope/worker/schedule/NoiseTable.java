package org.mutoscope.worker.schedule;

import org.mutoscope.worker.model.PackageProblem;

/**
 * How much of the signal is left at each training time of a variance-preserving model (Ho et al., Denoising Diffusion Probabilistic Models,
 * arXiv 2006.11239). In 32-bit numbers like diffusers: the smallest noise levels are differences of numbers close to 1, where rounding shows.
 */
final class NoiseTable {
    private final float[] alphas;

    private NoiseTable(float[] alphas) {
        this.alphas = alphas;
    }

    /**
     * Reads the fields that describe it.
     *
     * @param betas betas where the file names none: the first, the last and the schedule's name
     * @param floor whether the last value is kept above 0, for solvers that divide by it
     */
    static NoiseTable read(SchedulerConfig config, Betas betas, boolean floor) throws PackageProblem {
        float[] table = betas(config, betas);
        boolean rescaled = config.flag("rescale_betas_zero_snr", false);
        if (rescaled) {
            rescale(table);
        }
        double product = 1;
        for (int t = 0; t < table.length; t++) {
            product *= 1 - table[t];
            table[t] = (float) product;
        }
        if (rescaled && floor) {
            table[table.length - 1] = 0x1p-24f;
        }
        return new NoiseTable(table);
    }

    /** Defaults of a class. */
    record Betas(double first, double last, String schedule) {
        static final Betas LINEAR = new Betas(0.0001, 0.02, "linear");
    }

    /** Number of training times. */
    int size() {
        return alphas.length;
    }

    /** Share of the signal's variance at a training time, 0 to 1. */
    float alpha(int time) {
        return alphas[time];
    }

    /** Noise over signal at every training time, rising. */
    float[] sigmas() {
        float[] sigmas = new float[alphas.length];
        for (int t = 0; t < sigmas.length; t++) {
            sigmas[t] = (float) Math.sqrt((1 - alphas[t]) / alphas[t]);
        }
        return sigmas;
    }

    private static float[] betas(SchedulerConfig config, Betas otherwise) throws PackageProblem {
        int times = config.whole("num_train_timesteps", 1000, 2, 100_000);
        double first = config.number("beta_start", otherwise.first());
        double last = config.number("beta_end", otherwise.last());
        String schedule =
                config.text("beta_schedule", otherwise.schedule(), "linear", "scaled_linear", "squaredcos_cap_v2");
        double[] trained = config.numbers("trained_betas");
        if (trained.length > 0) {
            if (trained.length != times) {
                throw config.refused("trained_betas", "as long as num_train_timesteps, " + times);
            }
            return floats(trained);
        }
        if (!(first > 0 && last < 1 && first <= last)) {
            throw config.refused("beta_start", "above 0 and not above beta_end, which is below 1");
        }
        return switch (schedule) {
            case "linear" -> line((float) first, (float) last, times);
            case "scaled_linear" -> squared(line((float) Math.sqrt(first), (float) Math.sqrt(last), times));
            default -> cosine(times);
        };
    }

    // torch.linspace counts from both ends.
    static float[] line(float first, float last, int count) {
        float[] line = new float[count];
        float step = (last - first) / (count - 1);
        for (int i = 0; i < count; i++) {
            line[i] = i < count / 2 ? first + step * i : last - step * (count - i - 1);
        }
        return line;
    }

    private static float[] squared(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= values[i];
        }
        return values;
    }

    // Nichol and Dhariwal, Improved Denoising Diffusion Probabilistic Models, arXiv 2102.09672.
    private static float[] cosine(int times) {
        float[] betas = new float[times];
        for (int i = 0; i < times; i++) {
            betas[i] = (float) Math.min(1 - bar((i + 1) / (double) times) / bar(i / (double) times), 0.999);
        }
        return betas;
    }

    private static double bar(double time) {
        double cosine = Math.cos((time + 0.008) / 1.008 * Math.PI / 2);
        return cosine * cosine;
    }

    // Lin et al., Common Diffusion Noise Schedules and Sample Steps are Flawed, arXiv 2305.08891, algorithm 1.
    private static void rescale(float[] betas) {
        float[] roots = new float[betas.length];
        double product = 1;
        for (int t = 0; t < betas.length; t++) {
            product *= 1 - betas[t];
            roots[t] = (float) Math.sqrt((float) product);
        }
        float first = roots[0];
        float last = roots[roots.length - 1];
        float before = 1;
        for (int t = 0; t < betas.length; t++) {
            float root = (roots[t] - last) * (first / (first - last));
            float bar = root * root;
            betas[t] = 1 - (t == 0 ? bar : bar / before);
            before = bar;
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
