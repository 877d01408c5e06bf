package org.mutoscope.core.road;

import java.util.List;
import java.util.Map;
import org.mutoscope.api.creation.Storyboard;
import org.mutoscope.core.ledger.Prices;
import org.mutoscope.core.road.Studio.Repeat;
import org.mutoscope.core.road.Studio.Submitted;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Films: clips of several shots. A film is one job, one price, one hold and one file; its shots are rendered one after another. Safe for use by several threads.
 */
@ProviderType
public interface Films {
    /** Most shots of one film. */
    int MOST_SHOTS = 100;

    /** Parameter of a film: {@code off} keeps a shot from beginning with the last frame of the shot before it. */
    String CONTINUITY = "continuity";

    /**
     * Admits a film as {@link Studio#submit} admits a clip: every prompt, the narration and the title are screened, the price is the sum of its shots.
     *
     * @throws org.mutoscope.core.problem.Problem any of the user's errors, with {@code param} {@code shots[N].prompt} and the like for that of a shot (N from 0);
     *     nothing was stored then
     */
    Submitted submit(Film film);

    /** Fixes a price without submitting. @throws org.mutoscope.core.problem.Problem as {@link #submit} */
    Prices.Quote quote(Film film);

    /** How the shots of a film stand, in order; empty if the job is no film. */
    List<Taken> shots(String jobId);

    /**
     * A film that is wanted.
     *
     * @param accountId who pays
     * @param model name or alias; null for the default
     * @param size {@code WIDTHxHEIGHT}, null for the default
     * @param title for people, at most 200 characters; may be empty
     * @param scenes in order, 1 to {@link #MOST_SHOTS}
     * @param language of the narration as BCP 47, null for {@code en}
     * @param voice id of a {@link org.mutoscope.api.media.SpeechSynthesizer}, null for the best there is
     * @param parameters what the platform does not know itself, {@code seed} and {@link #CONTINUITY} included; those of every shot
     * @param quoteId price to hold to, or null
     * @param repeat how to recognise a repetition
     * @param licensing what it is for, and which licences it accepts
     */
    record Film(
            String accountId,
            String model,
            String size,
            String title,
            List<Scene> scenes,
            String language,
            String voice,
            Map<String, String> parameters,
            String quoteId,
            Repeat repeat,
            Studio.Licensing licensing) {
        /** Copies the collections. */
        public Film {
            title = title == null ? "" : title;
            scenes = List.copyOf(scenes);
            parameters = Map.copyOf(parameters);
        }

        /** A film that accepts no licence. */
        public Film(
                String accountId,
                String model,
                String size,
                String title,
                List<Scene> scenes,
                String language,
                String voice,
                Map<String, String> parameters,
                String quoteId,
                Repeat repeat) {
            this(
                    accountId,
                    model,
                    size,
                    title,
                    scenes,
                    language,
                    voice,
                    parameters,
                    quoteId,
                    repeat,
                    Studio.Licensing.PERSONAL);
        }
    }

    /**
     * A shot and what is said while it is seen.
     *
     * @param shot its {@code characters} are ids of characters of who pays
     * @param narration what is said, at most 4,096 characters; empty for nothing
     */
    record Scene(Storyboard.Shot shot, String narration) {
        /** Nothing said is empty. */
        public Scene {
            narration = narration == null ? "" : narration;
        }
    }

    /** How a shot stands. */
    enum State {
        /** Not rendered yet. */
        PLANNED,
        /** Rendered and kept. */
        MADE
    }

    /**
     * A shot of a film that was ordered.
     *
     * @param number from 1
     * @param state how it stands; being rendered is the first that is {@link State#PLANNED}
     * @param milliseconds length of what was rendered; 0 until it is made
     */
    record Taken(int number, Scene scene, State state, long milliseconds) {}
}
