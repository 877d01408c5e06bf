package org.mutoscope.api.media;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/** Speaks a text. Must be safe for use by several jobs at once. */
@ConsumerType
public interface SpeechSynthesizer {
    /** Service property (String, required): name of the voice provider. */
    String ID = "mutoscope.speech.id";

    /**
     * Service property (String[], default any): languages that it speaks, as the first parts of BCP 47 tags in lower case, for example {@code en}. A text in
     * another is not given to it.
     */
    String LANGUAGES = "mutoscope.speech.languages";

    /** Service property (Long, default 0): what a million characters cost the operator, in millionths of a US dollar; booked when a text was spoken. */
    String PRICE = "mutoscope.speech.price";

    /**
     * Writes the spoken text as raw samples.
     *
     * @param text 1 to 4,096 characters
     * @param language BCP 47 tag
     * @param target where to write; the file does not exist
     * @return layout of the samples written
     * @throws IOException if it could not be spoken; the message is safe to show to a user
     */
    AudioFormat speak(String text, String language, Path target) throws IOException, InterruptedException;
}
