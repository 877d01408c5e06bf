package org.mutoscope.worker.schedule;

import org.mutoscope.worker.model.PackageProblem;

/** What all schedulers keep: their times, and that steps come in order. */
abstract class Stepped implements Scheduler {
    private final float[] timesteps;
    private int next = -1;

    Stepped(float[] timesteps) {
        this.timesteps = timesteps;
    }

    @Override
    public float[] timesteps() {
        return timesteps.clone();
    }

    @Override
    public int steps() {
        return timesteps.length;
    }

    @Override
    public final void step(int step, float[] predicted, float[] sample) {
        if (step < 0 || step >= timesteps.length || (next >= 0 && step != next)) {
            throw new IllegalStateException("step " + step + " of " + timesteps.length + " came, but not in its turn");
        }
        if (predicted.length != sample.length) {
            throw new IllegalArgumentException(
                    "a prediction of " + predicted.length + " values for a sample of " + sample.length);
        }
        next = step + 1;
        move(step, predicted, sample);
    }

    /** Moves the sample on; the step is in its turn. */
    abstract void move(int step, float[] predicted, float[] sample);

    final float timestep(int step) {
        return timesteps[step];
    }

    static void mix(float[] clean, float ofClean, float[] noise, float ofNoise, float[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = ofClean * clean[i] + ofNoise * noise[i];
        }
    }

    /** 32-bit levels with the one after the last step. */
    static float[] closed(double[] levels, float last) {
        float[] closed = new float[levels.length + 1];
        for (int i = 0; i < levels.length; i++) {
            closed[i] = (float) levels[i];
        }
        closed[levels.length] = last;
        return closed;
    }

    /** Times as 32-bit numbers. */
    static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** Times as indices into a table. @throws PackageProblem if one lies beyond */
    static float[] whole(double[] times, int size) throws PackageProblem {
        for (int i = 0; i < times.length; i++) {
            times[i] = Math.rint(times[i]);
            if (!(times[i] >= 0 && times[i] < size)) {
                throw SchedulerConfig.unsuited("the time " + times[i] + " is none of the " + size
                        + " the model was trained with; ask for fewer steps or other times");
            }
        }
        return floats(times);
    }

    static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
