package org.mutoscope.core.road;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Storyboards that accounts are at work on: written from a script or by hand, edited, then ordered as a film by {@link Films}. Nothing is ordered and nothing costs
 * credits here. Each belongs to one account; for others it is not there. Safe for use by several threads.
 */
@ProviderType
public interface Storyboards {
    /** Most characters of a script. */
    int MOST_SCRIPT = 32_000;

    /** Most seconds that a script may be asked to become: what a film may last. */
    int MOST_SECONDS = 120;

    /** Writer of a storyboard: made of the script's sentences, by this installation alone. */
    String SENTENCES = "sentences";

    /** Writer of a storyboard: whoever sent its shots. */
    String HAND = "hand";

    /**
     * Makes a storyboard of a script and keeps it. Asks a {@link org.mutoscope.api.creation.ScriptWriter} if one is there, which may take a minute and costs the operator
     * what it costs; else each sentence becomes a shot.
     *
     * @throws org.mutoscope.core.problem.Problem {@code invalid_script}, {@code writer_not_found}, {@code writer_failed}, {@code writer_refused}, {@code writer_limit},
     *     {@code model_not_found}, {@code character_not_found}, {@code too_many_storyboards}; nothing was kept then
     */
    Kept draft(Script script);

    /** Keeps a storyboard written by hand. @throws org.mutoscope.core.problem.Problem {@code invalid_storyboard}, {@code too_many_storyboards} */
    Kept keep(String accountId, Board board);

    /** A storyboard of an account. */
    Optional<Kept> find(String accountId, String id);

    /**
     * Storyboards of an account, that which was made last first.
     *
     * @param after id of the last one seen, or null
     * @param limit 1 to 1,000
     * @throws org.mutoscope.core.problem.Problem {@code invalid_paging}
     */
    List<Head> list(String accountId, String after, int limit);

    /**
     * Puts another in the place of a storyboard.
     *
     * @param version of the one that was edited
     * @throws org.mutoscope.core.problem.Problem {@code storyboard_not_found}, {@code invalid_storyboard}, {@code storyboard_changed} if it has another version now
     */
    Kept edit(String accountId, String id, int version, Board board);

    /** Deletes a storyboard; films that were ordered of it stay. @return false if there is none */
    boolean delete(String accountId, String id);

    /**
     * A script that is to become a storyboard.
     *
     * @param script 1 to {@link #MOST_SCRIPT} characters
     * @param title for people, null for the script's first words
     * @param seconds length of every shot, one that the model makes; 0 to let each have its own
     * @param mostSeconds most seconds in all, 0 for {@link #MOST_SECONDS}
     * @param characters ids of characters that shots may have
     * @param writer id of a {@link org.mutoscope.api.creation.ScriptWriter}, {@link #SENTENCES}, or null for the best there is
     * @param look model, size and voice of the film
     */
    record Script(
            String accountId,
            String script,
            String title,
            int seconds,
            int mostSeconds,
            List<String> characters,
            String writer,
            Look look) {
        /** Copies the list. */
        public Script {
            characters = List.copyOf(characters);
        }
    }

    /**
     * How a film looks and sounds as a whole.
     *
     * @param model name or alias; null for the default
     * @param size {@code WIDTHxHEIGHT}, null for the default
     * @param language of the narration as BCP 47, null for {@code en}
     * @param voice id of a {@link org.mutoscope.api.media.SpeechSynthesizer}, null for the best there is
     */
    record Look(String model, String size, String language, String voice) {}

    /**
     * What a storyboard says.
     *
     * @param title for people, at most 200 characters; may be empty
     * @param scenes in order, 1 to {@link Films#MOST_SHOTS}
     */
    record Board(String title, Look look, List<Films.Scene> scenes) {
        /** Copies the list. */
        public Board {
            scenes = List.copyOf(scenes);
        }

        /** Seconds of all shots together. */
        public int seconds() {
            return scenes.stream().mapToInt(scene -> scene.shot().seconds()).sum();
        }
    }

    /**
     * A storyboard that is kept.
     *
     * @param version 1, and one more with each edit
     * @param writer who wrote it first: id of a {@link org.mutoscope.api.creation.ScriptWriter}, {@link #SENTENCES} or {@link #HAND}
     * @param remarks what the creator should know about how it was written
     */
    record Kept(
            String id,
            int version,
            Board board,
            String writer,
            List<String> remarks,
            Instant createdAt,
            Instant updatedAt) {
        /** Copies the list. */
        public Kept {
            remarks = List.copyOf(remarks);
        }
    }

    /** A storyboard in a list. @param shots how many @param seconds of all shots together */
    record Head(String id, int version, String title, int shots, int seconds, Instant createdAt, Instant updatedAt) {}
}
