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
