package org.mutoscope.worker.schedule;

import org.mutoscope.worker.model.PackageProblem;

/** Cuts guesses at the clean value. @param range largest amount, or infinity */
record Clip(float range) {
    /** Dynamic thresholding is refused: it does not suit latents. @param otherwise whether the class cuts where the file does not say */
    static Clip read(SchedulerConfig config, boolean otherwise) throws PackageProblem {
        unthresholded(config);
        boolean cuts = config.flag("clip_sample", otherwise);
        double range = config.number("clip_sample_range", 1);
        if (!(range > 0)) {
            throw config.refused("clip_sample_range", "above 0");
        }
        return new Clip(cuts ? (float) range : Float.POSITIVE_INFINITY);
    }

    static void unthresholded(SchedulerConfig config) throws PackageProblem {
        config.only("thresholding", false);
        config.number("dynamic_thresholding_ratio", 0.995);
        config.number("sample_max_value", 1);
    }

    float apply(float value) {
        // Not a number stays what it is, so that it is noticed.
        return Math.min(range, Math.max(-range, value));
    }
}
