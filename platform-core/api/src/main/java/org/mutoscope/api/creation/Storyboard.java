package org.mutoscope.api.creation;

import java.util.List;
import java.util.Objects;

/**
 * A film as a list of shots.
 *
 * @param title for people, at most 200 characters
 * @param shots in order; at least one
 * @param narration what a voice says in each shot, as many as shots, an empty text where it says nothing, at most 4,096 characters each; or no element at all
 */
public record Storyboard(String title, List<Shot> shots, List<String> narration) {
    /** Most characters that are spoken in one shot. */
    public static final int MOST_NARRATION = 4_096;

    /** Copies the lists. @throws IllegalArgumentException if there is no shot, the title is too long, or the narration is not that of these shots */
    public Storyboard {
        Objects.requireNonNull(title);
        shots = List.copyOf(shots);
        narration = List.copyOf(narration);
        if (shots.isEmpty() || title.length() > 200) {
            throw new IllegalArgumentException(
                    "a storyboard has at least one shot and a title of at most 200 characters");
        }
        boolean told = narration.isEmpty() || narration.size() == shots.size();
        if (!told || narration.stream().anyMatch(text -> text.length() > MOST_NARRATION)) {
            throw new IllegalArgumentException(
                    "narration is one text for each shot, of at most " + MOST_NARRATION + " characters");
        }
    }

    /** A film in which nobody speaks. */
    public Storyboard(String title, List<Shot> shots) {
        this(title, shots, List.of());
    }

    /** What is said in a shot; empty for nothing. @param shot from 0 */
    public String narration(int shot) {
        return narration.isEmpty() ? "" : narration.get(shot);
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
