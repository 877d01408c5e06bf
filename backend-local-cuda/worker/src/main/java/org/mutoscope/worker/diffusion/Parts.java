package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import java.util.List;
import org.mutoscope.worker.model.Diffusion;
import org.mutoscope.worker.model.ModelPackage;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.schedule.NoiseSource;
import org.mutoscope.worker.schedule.ScheduleRequest;
import org.mutoscope.worker.schedule.Scheduler;
import org.mutoscope.worker.schedule.Schedulers;

/**
 * What a family is put together from.
 *
 * @param files the package
 * @param networks its graphs
 */
record Parts(ModelPackage files, Networks networks) {
    /** Role of the scheduler's file. */
    static final String SCHEDULER = "scheduler";

    /** Settings of the package. */
    Diffusion settings() {
        return files.manifest().diffusion();
    }

    /** Shape of the latents. */
    Diffusion.Latent latent() {
        return settings().latent();
    }

    /** Opens a graph. */
    Network open(String role) throws PackageProblem, OrtException {
        return networks.open(role);
    }

    /** Tries the scheduler, so that an unknown one is found when the package is opened and not when somebody waits for a clip. */
    void checkScheduler() throws PackageProblem {
        // Any shift will do for a trial.
        begin(settings().sampling().steps(), 1, into -> {});
    }

    /**
     * Begins the steps of a pass.
     *
     * @param mu shift of a flow that depends on the clip's size; NaN for none
     */
    Scheduler begin(Take take, double mu) throws RenderProblem {
        int[] turn = {0};
        try {
            return begin(
                    take.wishes().steps(), mu, into -> take.draws().fill(Draws.STEPS, turn[0]++, into));
        } catch (PackageProblem e) {
            throw new RenderProblem(RenderProblem.Kind.FINAL, e.code(), e.getMessage());
        }
    }

    private Scheduler begin(int steps, double mu, NoiseSource noise)
            throws PackageProblem {
        Diffusion.Sampling sampling = settings().sampling();
        ScheduleRequest request =
                new ScheduleRequest(steps, array(sampling.timesteps()), array(sampling.sigmas()), mu);
        return Schedulers.begin(files.file(SCHEDULER), request, noise);
    }

    private static float[] array(List<Float> numbers) {
        float[] array = new float[numbers.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = numbers.get(i);
        }
        return array;
    }
}
