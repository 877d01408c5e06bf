package org.mutoscope.api.creation;

import java.util.List;
import java.util.Objects;

/**
 * A film as a list of shots.
 *
 * @param title for people, at most 200 characters
 * @param shots in order; at least one
 */
public record Storyboard(String title, List<Shot> shots) {
    /** Copies the list. @throws IllegalArgumentException if there is no shot or the title is too long */
    public Storyboard {
        Objects.requireNonNull(title);
        shots = List.copyOf(shots);
        if (shots.isEmpty() || title.length() > 200) {
            throw new IllegalArgumentException(
                    "a storyboard has at least one shot and a title of at most 200 characters");
        }
    }

    /** Seconds of all shots together. */
    public int seconds() {
        return shots.stream().mapToInt(Shot::seconds).sum();
    }

    /**
     * One shot.
     *
     * @param seconds 1 to 120
     * @param prompt what is to be seen, 1 to 32,000 characters
     * @param camera how it is filmed, may be empty; at most 500 characters
     * @param characters names of who is in it, at most 10
     * @param negative what is not to be seen, may be empty; at most 1,000 characters
     * @param transition how it begins: {@link #CUT}, {@link #FADE} or {@link #DISSOLVE}
     */
    public record Shot(
            int seconds, String prompt, String camera, List<String> characters, String negative, String transition) {
        /** At once. */
        public static final String CUT = "cut";
        /** Out of black. */
        public static final String FADE = "fade";
        /** Out of the shot before. */
        public static final String DISSOLVE = "dissolve";

        /** Copies the list. @throws IllegalArgumentException if a part is out of range */
        public Shot {
            characters = List.copyOf(characters);
            if (seconds < 1 || seconds > 120 || prompt.isBlank() || prompt.length() > 32_000) {
                throw new IllegalArgumentException(
                        "a shot has 1 to 120 seconds and a prompt of 1 to 32,000 characters");
            }
            if (camera.length() > 500 || negative.length() > 1_000 || characters.size() > 10) {
                throw new IllegalArgumentException(
                        "a shot has at most 500 characters about the camera, 1,000 of a negative prompt, 10 names");
            }
            if (!transition.equals(CUT) && !transition.equals(FADE) && !transition.equals(DISSOLVE)) {
                throw new IllegalArgumentException("a transition is cut, fade or dissolve, not " + transition);
            }
        }
    }
}
