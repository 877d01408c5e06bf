package org.mutoscope.worker.schedule;

/**
 * What one render asks of its scheduler.
 *
 * @param steps number of steps, from 1; not looked at when times or levels are given
 * @param explicitTimesteps times to visit instead of the computed ones, largest first; empty for none
 * @param explicitSigmas noise levels to visit instead; with the final level for EulerDiscrete, without it for the flow solvers; empty for none
 * @param mu the shift of a dynamically shifted flow (a logarithm for the exponential kind); NaN for none
 */
public record ScheduleRequest(int steps, float[] explicitTimesteps, float[] explicitSigmas, double mu) {
    /** Steps and nothing else. */
    public static ScheduleRequest of(int steps) {
        return new ScheduleRequest(steps, new float[0], new float[0], Double.NaN);
    }

    boolean timed() {
        return explicitTimesteps.length > 0;
    }

    boolean levelled() {
        return explicitSigmas.length > 0;
    }

    /** Number of steps, given that the levels come without the final one. */
    int count() {
        return timed() ? explicitTimesteps.length : levelled() ? explicitSigmas.length : steps;
    }
}
