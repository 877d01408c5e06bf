package org.mutoscope.pipeline;

import java.util.List;
import org.mutoscope.core.jobs.Part;
import org.mutoscope.core.road.Films.Scene;

/**
 * A shot of a film that is ordered.
 *
 * @param number from 1
 * @param cast characters in it
 * @param way how the model goes about it
 * @param begins what its first frame comes from
 */
record Take(int number, Scene scene, List<CastDesk.Known> cast, Way way, Begins begins) {
    /** What the first frame of a shot comes from. */
    enum Begins {
        /** The model. */
        WORDS,
        /** The shot before: its last frame. */
        BEFORE,
        /** The clip of its first character. */
        CHARACTER,
        /** A picture that is drawn for its words. */
        DRAWN
    }

    Part part() {
        return new Part(way.task(), scene.shot().seconds());
    }

    /** What the model is told. */
    String words() {
        return words(scene.shot().prompt(), scene.shot().camera());
    }

    static String words(String prompt, String camera) {
        return camera.isBlank() ? prompt : prompt + ", " + camera;
    }
}
