package org.mutoscope.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.SoundMixer;
import org.mutoscope.api.media.SpeechSynthesizer;

/** A mixer that writes down what it is given, and a voice that needs a second for each word. */
final class PlainSound implements SoundMixer, SpeechSynthesizer {
    static final AudioFormat FORMAT = new AudioFormat(8_000, 1);

    /** Of each track its length and its pieces: {@code 4000 [voice 200+2000, sound 0+1000]}. */
    final List<String> mixed = new CopyOnWriteArrayList<>();
    /** Of each text its language and itself. */
    final List<String> spoken = new CopyOnWriteArrayList<>();

    volatile String trouble;

    @Override
    public AudioFormat mix(Track track) throws IOException {
        fail();
        List<String> pieces = new ArrayList<>();
        for (Piece piece : track.pieces()) {
            long bytes = Files.size(piece.sound().file());
            AudioFormat format = piece.sound().format();
            long millis = bytes * 1000 / 2 / format.channels() / format.sampleRate();
            millis = Math.min(millis, piece.mostMilliseconds());
            pieces.add((piece.voice() ? "voice " : "sound ") + piece.atMilliseconds() + "+" + millis);
        }
        mixed.add(track.milliseconds() + " " + pieces);
        Files.write(track.target(), new byte[(int) (track.milliseconds() * 16)]);
        return FORMAT;
    }

    @Override
    public AudioFormat speak(String text, String language, Path target) throws IOException {
        fail();
        spoken.add(language + ": " + text);
        ByteBuffer samples =
                ByteBuffer.allocate(text.strip().split("\\s+").length * 16_000).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(target, samples.array());
        return FORMAT;
    }

    private void fail() throws IOException {
        if (trouble != null) {
            throw new IOException(trouble);
        }
    }
}
