package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import java.util.List;
import org.mutoscope.worker.model.Diffusion;
import org.mutoscope.worker.model.ModelPackage;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.model.Size;
import org.mutoscope.worker.render.RenderProblem;
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
    static final int MOST_STEPS = 1000;

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

    /** How frames of this size are cut for decoding. */
    Tiles tiles(Grid grid) {
        return new Tiles(grid, latent().spatial(), settings().decode());
    }

    /** Size in pixels. */
    Size pixels(Grid grid) {
        return new Size(grid.w() * latent().spatial(), grid.h() * latent().spatial());
    }

    /** Opens a graph. */
    Network open(String role) throws PackageProblem, OrtException {
        return networks.open(role);
    }

    /** Tries the scheduler, so that an unknown one is found when the package is opened and not when somebody waits for a clip. */
    void checkScheduler() throws PackageProblem {
        // Any shift will do for a trial.
        Diffusion.Sampling own = settings().sampling();
        Schedulers.begin(
                files.file(SCHEDULER),
                new ScheduleRequest(own.steps(), array(own.timesteps()), array(own.sigmas()), 1),
                into -> {});
    }

    /** Begins the steps of a pass. */
    Scheduler begin(Take take) throws RenderProblem {
        return begin(take, Double.NaN, new float[0]);
    }

    /**
     * Begins the steps of a pass.
     *
     * @param mu shift of a flow that depends on the clip's size; NaN for none
     * @param levels noise levels, unless the package says which; empty for the scheduler's own
     */
    Scheduler begin(Take take, double mu, float[] levels) throws RenderProblem {
        // Each pass draws noise of its own.
        int[] turn = {take.window() * MOST_STEPS};
        Diffusion.Sampling own = settings().sampling();
        boolean free = own.timesteps().isEmpty() && own.sigmas().isEmpty();
        float[] sigmas = free ? levels : array(own.sigmas());
        try {
            return Schedulers.begin(
                    files.file(SCHEDULER),
                    new ScheduleRequest(take.wishes().steps(), array(own.timesteps()), sigmas, mu),
                    into -> take.draws().fill(Draws.STEPS, turn[0]++, into));
        } catch (PackageProblem e) {
            throw new RenderProblem(RenderProblem.Kind.FINAL, e.code(), e.getMessage());
        }
    }

    private static float[] array(List<Float> numbers) {
        float[] array = new float[numbers.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = numbers.get(i);
        }
        return array;
    }
}
