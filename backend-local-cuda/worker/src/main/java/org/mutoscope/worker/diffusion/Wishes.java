package org.mutoscope.worker.diffusion;

import java.util.Map;
import java.util.Set;
import org.mutoscope.worker.model.Diffusion;
import org.mutoscope.worker.model.Diffusion.Sampling;
import org.mutoscope.worker.render.RenderProblem;

/**
 * The settings of one clip: the model's own, and what the request wants otherwise.
 *
 * @param steps 1 to 200, or what the package says
 * @param guidance strength of the text or picture, 0 to 30, or what the package says
 * @param negativePrompt what not to show
 * @param motionBucket amount of motion (svd), 0 to 255
 * @param strength how far an edit leaves its source, 0 to 1; at 0 it does a single step
 * @param trial whether it is a warm-up, for which there are no pictures
 */
record Wishes(int steps, float guidance, String negativePrompt, int motionBucket, double strength, boolean trial) {
    static final String STEPS = "steps";
    static final String GUIDANCE = "guidance";
    static final String NEGATIVE_PROMPT = "negative_prompt";
    static final String MOTION_BUCKET = "motion_bucket";
    static final String STRENGTH = "strength";

    private static final Set<String> WHOLE = Set.of(STEPS, MOTION_BUCKET);

    /**
     * Reads options.
     *
     * @param known options of this family
     * @throws RenderProblem {@code option_unknown} or {@code option_out_of_range}
     */
    static Wishes of(Map<String, String> options, Sampling own, Set<String> known) throws RenderProblem {
        for (String name : options.keySet()) {
            // Explicit steps are part of a distilled model.
            boolean fixed = name.equals(STEPS)
                    && !(own.timesteps().isEmpty() && own.sigmas().isEmpty());
            if (!known.contains(name) || fixed) {
                throw refused("option_unknown", "this model has no option \"" + brief(name) + "\"; leave it out");
            }
        }
        String negative = options.getOrDefault(NEGATIVE_PROMPT, own.negativePrompt());
        if (negative.length() > Diffusion.LONGEST_PROMPT) {
            throw refused("option_out_of_range", "negative_prompt has at most 10,000 characters");
        }
        return new Wishes(
                (int) number(options, STEPS, 200, own.steps()),
                (float) number(options, GUIDANCE, 30, own.guidance()),
                negative,
                (int) number(options, MOTION_BUCKET, 255, own.motionBucket()),
                number(options, STRENGTH, 1, own.strength()),
                false);
    }

    /** For a warm-up: few steps. */
    static Wishes trial(Sampling own, int steps) {
        return new Wishes(steps, own.guidance(), own.negativePrompt(), own.motionBucket(), own.strength(), true);
    }

    private static double number(Map<String, String> options, String name, int most, double own) throws RenderProblem {
        String text = options.get(name);
        if (text == null) {
            return own;
        }
        int least = name.equals(STEPS) ? 1 : 0;
        boolean whole = WHOLE.contains(name);
        try {
            double value = whole ? Integer.parseInt(text) : Double.parseDouble(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, in the same words.
        }
        throw refused(
                "option_out_of_range",
                name + " is a " + (whole ? "whole " : "") + "number from " + least + " to " + most);
    }

    private static String brief(String name) {
        return name.length() > 40 ? name.substring(0, 40) + "..." : name;
    }

    private static RenderProblem refused(String code, String message) {
        return new RenderProblem(RenderProblem.Kind.REFUSED, code, message);
    }
}
