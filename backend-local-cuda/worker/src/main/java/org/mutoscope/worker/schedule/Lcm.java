package org.mutoscope.worker.schedule;

import org.mutoscope.worker.model.PackageProblem;

/** Consistency sampling with fresh noise after each step but the last (LCMScheduler; Luo et al., Latent Consistency Models, arXiv 2310.04378). */
final class Lcm extends Stepped {
    private static final float DATA = 0.25f; // variance of the data, 0.5 squared

    private final NoiseTable table;
    private final Prediction prediction;
    private final Clip clip;
    private final float scaling;
    private final NoiseSource noise;
    private float[] fresh = new float[0];

    private Lcm(float[] timesteps, Plan plan) {
        super(timesteps);
        this.table = plan.table;
        this.prediction = plan.prediction;
        this.clip = plan.clip;
        this.scaling = plan.scaling;
        this.noise = plan.noise;
    }

    private record Plan(NoiseTable table, Prediction prediction, Clip clip, float scaling, NoiseSource noise) {}

    static Scheduler begin(SchedulerConfig config, ScheduleRequest request, NoiseSource noise) throws PackageProblem {
        NoiseTable table = NoiseTable.read(config, new NoiseTable.Betas(0.00085, 0.012, "scaled_linear"), false);
        Prediction prediction = Prediction.read(config, Prediction.EPSILON, Prediction.V_PREDICTION, Prediction.SAMPLE);
        // Read and of no effect: the class has one spacing, and never steps beyond its last time.
        Spacing.read(config, "leading");
        config.flag("set_alpha_to_one", true);
        int original = config.whole("original_inference_steps", 50, 1, table.size());
        float scaling = (float) config.number("timestep_scaling", 10);
        Plan plan = new Plan(table, prediction, Clip.read(config, false), scaling, noise);
        if (request.levelled()) {
            throw SchedulerConfig.unsuited("LCMScheduler takes explicit times, no levels");
        }
        double[] times =
                request.timed() ? doubles(request.explicitTimesteps()) : times(request, original, table.size());
        return new Lcm(whole(times, table.size()), plan);
    }

    private static double[] times(ScheduleRequest request, int original, int trained) throws PackageProblem {
        if (request.steps() > original) {
            throw SchedulerConfig.unsuited(
                    "this LCMScheduler takes 1 to " + original + " steps, not " + request.steps());
        }
        int distance = trained / original; // whole times, as diffusers counts them
        double[] times = new double[request.steps()];
        for (int i = 0; i < times.length; i++) {
            int skipped = (int) Math.floor(i * ((double) original / times.length));
            times[i] = (double) (original - skipped) * distance - 1;
        }
        return times;
    }

    @Override
    void move(int step, float[] predicted, float[] sample) {
        boolean last = step == steps() - 1;
        float now = table.alpha((int) timestep(step));
        float next = last ? now : table.alpha((int) timestep(step + 1));
        float alpha = (float) Math.sqrt(now);
        float sigma = (float) Math.sqrt(1 - now);
        float scaled = (int) timestep(step) * scaling;
        float ofSample = DATA / (scaled * scaled + DATA);
        float ofClean = scaled / (float) Math.sqrt(scaled * scaled + DATA);
        for (int i = 0; i < sample.length; i++) {
            float clean = clip.apply(prediction.clean(sample[i], predicted[i], alpha, sigma));
            sample[i] = ofClean * clean + ofSample * sample[i];
        }
        if (!last) {
            fresh = fresh.length == sample.length ? fresh : new float[sample.length];
            noise.fill(fresh);
            mix(sample, (float) Math.sqrt(next), fresh, (float) Math.sqrt(1 - next), sample);
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
