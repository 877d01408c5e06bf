package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.schedule.Scheduler;

/** The loop that every family has: ask the network, move the latents on. */
final class Denoising {
    /** Asks the network. */
    interface Prediction {
        /** @param time what the scheduler calls this step @param scaled latents as the network wants to see them @return with guidance applied */
        float[] at(int step, float time, float[] scaled) throws RenderProblem, OrtException;
    }

    private final Take take;
    private final Scheduler scheduler;

    Denoising(Take take, Scheduler scheduler) {
        this.take = take;
        this.scheduler = scheduler;
    }

    /**
     * Draws in place.
     *
     * @param latents noise at the level of step {@code first}
     * @throws RenderProblem {@code model_nan} if a prediction holds NaN or infinity
     */
    void run(float[] latents, int first, Prediction network) throws RenderProblem, IOException, OrtException {
        run(latents, first, UnaryOperator.identity(), network);
    }

    /** Draws a part of the latents in place. @param whole what this part makes them */
    void run(float[] latents, int first, UnaryOperator<float[]> whole, Prediction network)
            throws RenderProblem, IOException, OrtException {
        float[] scaled = new float[latents.length];
        float[] times = scheduler.timesteps();
        for (int step = first; step < scheduler.steps(); step++) {
            int now = step;
            take.timed(StageClock.Stage.DENOISE, () -> {
                scheduler.scaleInput(now, latents, scaled);
                float[] predicted = network.at(now, times[now], scaled);
                check(predicted, latents.length);
                scheduler.step(now, predicted, latents);
                return null;
            });
            take.stepDone(step - first, scheduler.steps() - first, whole.apply(latents));
        }
        take.drawn(whole.apply(latents));
    }

    private static void check(float[] values, int wanted) throws RenderProblem {
        if (values.length != wanted) {
            throw new RenderProblem(
                    RenderProblem.Kind.FINAL,
                    "model_output_wrong",
                    "the model answered " + values.length + " values instead of " + wanted
                            + "; the package is wrong about its latents");
        }
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new RenderProblem(
                        RenderProblem.Kind.FINAL,
                        "model_nan",
                        "the model computed a value that is no number; its package is damaged or unfit for this device");
            }
        }
    }
}
