package org.mutoscope.itests.speech;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.SpeechSynthesizer;
import org.osgi.service.component.annotations.Component;

/** Speech for tests: one beep a letter. */
@Component(property = SpeechSynthesizer.ID + "=beep")
public final class BeepSpeech implements SpeechSynthesizer {
    private static final int RATE = 16_000;

    @Override
    public AudioFormat speak(String text, String language, Path target) throws IOException {
        byte[] pcm = new byte[text.length() * RATE / 10 * 2];
        for (int i = 1; i < pcm.length; i += 2) {
            pcm[i] = (byte) (i / 32 % 2 == 0 ? 16 : -16);
        }
        Files.write(target, pcm);
        return new AudioFormat(RATE, 1);
    }
}
