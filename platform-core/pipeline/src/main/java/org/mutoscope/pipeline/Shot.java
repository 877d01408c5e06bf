package org.mutoscope.pipeline;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mutoscope.api.creation.Storyboard;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.jobs.Part;
import org.mutoscope.core.road.Films;

/**
 * A shot of a film, as its job has it.
 *
 * @param number from 1
 * @param task what the model is asked for
 * @param made what came of it, or null
 * @param voice its narration, or null while there is none
 */
record Shot(int number, String task, Take.Begins begins, Films.Scene scene, Made made, Voice voice) {
    /** Media type of sound as it lies beside a shot. */
    static final String RAW_SOUND = "audio/L16";

    /** Parameter that tells a model what not to show. */
    private static final String NEGATIVE = "negative_prompt";

    /**
     * What was rendered.
     *
     * @param rate frames a second
     * @param sound layout of its sound, or null
     */
    record Made(long frames, int rate, AudioFormat sound) {
        long milliseconds() {
            return frames * 1000 / rate;
        }
    }

    /** What was spoken. @param milliseconds rounded up @param by who spoke it */
    record Voice(AudioFormat format, long milliseconds, String by) {}

    /** Whether somebody is to say something in it. */
    boolean speaks() {
        return !scene.narration().isBlank();
    }

    /** Whether what was rendered has a sound of its own. */
    boolean sounds() {
        return made != null && made.sound != null;
    }

    /** Milliseconds that were ordered. */
    long planned() {
        return scene.shot().seconds() * 1000L;
    }

    /** Variant of the asset that holds what was rendered. */
    static String picture(int number) {
        return "shot." + number;
    }

    /** Variant of the asset that holds its sound, raw. */
    static String sound(int number) {
        return "shot." + number + ".sound";
    }

    /** Variant of the asset that holds its narration, raw. */
    static String voice(int number) {
        return "shot." + number + ".voice";
    }

    /** Variant of the asset that holds a first frame that does not come from the shot before. */
    static String input(int number) {
        return Inputs.FRAME + "." + number;
    }

    /** Variant of the asset that holds the mark that a service had set on it. */
    static String mark(int number) {
        return Rendering.MARK + "." + number;
    }

    /** Variant of the asset that holds the mark that a drawn first frame came with. */
    static String ingredient(int number) {
        return "c2pa_input." + number;
    }

    /** All that a shot may have in the store. */
    static List<String> variants(int number) {
        return List.of(picture(number), sound(number), voice(number), input(number), ingredient(number), mark(number));
    }

    Part part() {
        return new Part(task, scene.shot().seconds());
    }

    /**
     * The job as a backend gets to see it: this shot alone. It has an id of its own, since services know requests again by it, and another seed than the
     * other shots.
     */
    NewJob asked(NewJob film) {
        Storyboard.Shot shot = scene.shot();
        Map<String, String> parameters = new TreeMap<>(film.parameters());
        if (!shot.negative().isBlank()) {
            parameters.put(NEGATIVE, shot.negative());
        }
        return new NewJob(
                film.id() + "-s" + number,
                film.accountId(),
                film.askedModel(),
                film.model(),
                task,
                Take.words(shot.prompt(), shot.camera()),
                shot.seconds(),
                film.size(),
                film.renderedSize(),
                (film.seed() + number - 1) & Long.MAX_VALUE,
                parameters,
                film.remarks(),
                film.obligations(),
                film.parent(),
                film.credits());
    }
}
