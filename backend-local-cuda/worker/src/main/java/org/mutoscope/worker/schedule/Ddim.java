package org.mutoscope.worker.schedule;

import org.mutoscope.worker.model.PackageProblem;

/** DDIM without fresh noise (DDIMScheduler, eta 0; Song et al., Denoising Diffusion Implicit Models, arXiv 2010.02502, formula 12). */
final class Ddim extends Stepped {
    private final NoiseTable table;
    private final Prediction prediction;
    private final Clip clip;
    private final float afterLast;
    private final int stride;

    private Ddim(float[] timesteps, Plan plan) {
        super(timesteps);
        this.table = plan.table;
        this.prediction = plan.prediction;
        this.clip = plan.clip;
        this.afterLast = plan.afterLast;
        this.stride = plan.stride;
    }

    private record Plan(NoiseTable table, Prediction prediction, Clip clip, float afterLast, int stride) {}

    static Scheduler begin(SchedulerConfig config, ScheduleRequest request) throws PackageProblem {
        NoiseTable table = NoiseTable.read(config, NoiseTable.Betas.LINEAR, false);
        Prediction prediction = Prediction.read(config, Prediction.EPSILON, Prediction.V_PREDICTION, Prediction.SAMPLE);
        Spacing spacing = Spacing.read(config, "leading");
        Clip clip = Clip.read(config, true);
        float afterLast = config.flag("set_alpha_to_one", true) ? 1 : table.alpha(0);
        if (request.timed() || request.levelled() || request.steps() > table.size()) {
            throw SchedulerConfig.unsuited(
                    "DDIMScheduler takes a number of steps up to " + table.size() + ", no explicit times or levels");
        }
        double[] times = spacing.times(request.steps(), request.steps(), table.size(), table.size());
        return new Ddim(
                whole(times, table.size()),
                new Plan(table, prediction, clip, afterLast, table.size() / request.steps()));
    }

    @Override
    void move(int step, float[] predicted, float[] sample) {
        int time = (int) timestep(step);
        float now = table.alpha(time);
        float next = time >= stride ? table.alpha(time - stride) : afterLast;
        float alpha = (float) Math.sqrt(now);
        float sigma = (float) Math.sqrt(1 - now);
        float ofClean = (float) Math.sqrt(next);
        float ofNoise = (float) Math.sqrt(1 - next);
        for (int i = 0; i < sample.length; i++) {
            float clean = prediction.clean(sample[i], predicted[i], alpha, sigma);
            float noise =
                    switch (prediction) {
                        case EPSILON -> predicted[i];
                        case V_PREDICTION -> alpha * predicted[i] + sigma * sample[i];
                        default -> (sample[i] - alpha * clean) / sigma;
                    };
            sample[i] = ofClean * clip.apply(clean) + ofNoise * noise;
        }
    }

    @Override
    public void addNoise(int step, float[] clean, float[] noise, float[] into) {
        float now = table.alpha((int) timestep(step));
        mix(clean, (float) Math.sqrt(now), noise, (float) Math.sqrt(1 - now), into);
    }

    @Override
    public float sigma(int step) {
        float now = table.alpha((int) timestep(step));
        return (float) Math.sqrt((1 - now) / now);
    }
}
