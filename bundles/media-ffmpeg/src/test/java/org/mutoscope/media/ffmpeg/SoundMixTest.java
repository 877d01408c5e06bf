package org.mutoscope.media.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.EncodeRequest.SoundFile;
import org.mutoscope.api.media.SoundMixer.Piece;
import org.mutoscope.api.media.SoundMixer.Track;

/** Soundtracks, heard by ffmpeg itself and by looking at the samples. */
@Timeout(120)
class SoundMixTest {
    private static final int RATE = 48_000;

    @TempDir
    Path folder;

    private int files;

    /** Samples of a formula from -1 to 1, in all channels. */
    private SoundFile sound(AudioFormat format, int milliseconds, IntToDoubleFunction formula) throws IOException {
        int samples = format.sampleRate() / 100 * milliseconds / 10;
        ByteBuffer pcm = ByteBuffer.allocate(samples * 2 * format.channels()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < samples; i++) {
            for (int channel = 0; channel < format.channels(); channel++) {
                pcm.putShort((short) Math.round(32_767 * formula.applyAsDouble(i)));
            }
        }
        return new SoundFile(Files.write(folder.resolve("piece" + files++), pcm.array()), format);
    }

    private SoundFile tone(AudioFormat format, int milliseconds, int hertz, double amplitude) throws IOException {
        return sound(format, milliseconds, i -> amplitude * Math.sin(2 * Math.PI * hertz * i / format.sampleRate()));
    }

    private static Piece voice(SoundFile sound, long at) {
        return new Piece(sound, at, Long.MAX_VALUE, true);
    }

    private static Piece other(SoundFile sound, long at) {
        return new Piece(sound, at, Long.MAX_VALUE, false);
    }

    /** The left channel of a track; it is known to be as long as it should be, and nothing else to be left in the folder. */
    private short[] mix(long milliseconds, Piece... pieces) throws Exception {
        Path target = folder.resolve("track");
        Files.deleteIfExists(target);
        List<String> before = Fixture.names(folder);
        AudioFormat format = Fixture.media().mix(new Track(List.of(pieces), milliseconds, target));
        assertEquals(new AudioFormat(RATE, 2), format);
        assertEquals(milliseconds * RATE / 1000 * 4, Files.size(target));
        assertEquals(before.size() + 1, Fixture.names(folder).size());
        ShortBuffer both = ByteBuffer.wrap(Files.readAllBytes(target))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer();
        short[] left = new short[both.remaining() / 2];
        for (int i = 0; i < left.length; i++) {
            left[i] = both.get(2 * i);
        }
        return left;
    }

    /** What ffmpeg's {@code loudnorm} measures, which is not what the code under test measures with. */
    private double measured(String name) throws Exception {
        Executables found = Fixture.PROGRAMS.get();
        ProcessBuilder builder = new ProcessBuilder(
                found.ffmpeg().toString(),
                "-nostdin",
                "-nostats",
                "-f",
                "s16le",
                "-sample_rate",
                "48000",
                "-ch_layout",
                "stereo",
                "-i",
                folder.resolve("track").toString(),
                "-af",
                "loudnorm=print_format=json",
                "-f",
                "null",
                "-");
        builder.environment().putAll(found.environment());
        Process process = builder.redirectErrorStream(true).start();
        String words = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), words);
        String value = words.replaceFirst("(?s).*\"" + name + "\" : \"([^\"]*)\".*", "$1");
        return value.equals("-inf") ? Double.NEGATIVE_INFINITY : Double.parseDouble(value);
    }

    private void assertLevelled() throws Exception {
        assertEquals(-16, measured("input_i"), 1);
        assertTrue(measured("input_tp") <= -1.4, "true peak " + measured("input_tp")); // of the samples after rounding
    }

    /** Milliseconds of the first sample over a hundredth of full scale, from a time on. */
    private static double begin(short[] samples, int fromMillis) {
        for (int i = fromMillis * 48; i < samples.length; i++) {
            if (Math.abs(samples[i]) > 320) {
                return i / 48.0;
            }
        }
        return -1;
    }

    /** Root mean square of what is of one pitch, by Goertzel's algorithm. */
    private static double strength(short[] samples, int fromMillis, int toMillis, int hertz) {
        double turn = 2 * Math.cos(2 * Math.PI * hertz / RATE);
        double a = 0;
        double b = 0;
        for (int i = fromMillis * 48; i < toMillis * 48; i++) {
            double next = samples[i] + turn * a - b;
            b = a;
            a = next;
        }
        double n = (toMillis - fromMillis) * 48.0;
        return Math.sqrt(2 * (a * a + b * b - turn * a * b)) / n;
    }

    @ParameterizedTest
    @CsvSource({"8000, 1, 0.02", "16000, 1, 0.9", "22050, 2, 0.2", "44100, 1, 0.5", "48000, 2, 1", "96000, 2, 0.1"})
    void piecesOfAnyFormBeginAtTheirTime(int rate, int channels, double amplitude) throws Exception {
        AudioFormat format = new AudioFormat(rate, channels);
        SoundFile tone = tone(format, 500, 1_000, amplitude);
        short[] track = mix(4_000, voice(tone, 200), other(tone, 2_345), voice(tone, 3_900));
        assertEquals(200, begin(track, 0), 20);
        assertEquals(2_345, begin(track, 800), 20);
        assertEquals(3_900, begin(track, 3_000), 20, "cut at the end, not left out");
        assertEquals(0, strength(track, 750, 2_300, 1_000), 2, "silence in between");
    }

    @Test
    void fullScaleOnFullScaleIsNotClipped() throws Exception {
        AudioFormat format = new AudioFormat(RATE, 2);
        short[] track = mix(
                3_000,
                other(tone(format, 3_000, 500, 1), 0),
                other(tone(format, 3_000, 800, 1), 0),
                other(tone(format, 3_000, 1_300, 1), 0));
        assertLevelled();
        double pure = strength(track, 500, 2_500, 500);
        assertTrue(strength(track, 500, 2_500, 300) < pure / 300, "800 - 500 Hz would come from clipping");
    }

    @Test
    void peaksAreHeldAndTheLoudnessStays() throws Exception {
        AudioFormat format = new AudioFormat(RATE, 1);
        // as a speaker who shouts now and then: 0.2 s in 2 s are 20 dB louder
        SoundFile shouting = sound(
                format,
                6_000,
                i -> (i / 4_800 % 20 < 2 ? 0.95 : 0.06)
                        * Math.sin(2 * Math.PI * 440 * i / RATE)
                        * Math.abs(Math.sin(2 * Math.PI * 4 * i / RATE)));
        mix(6_000, other(shouting, 0));
        assertLevelled();
    }

    @Test
    void clicksStaySofterRatherThanBecomeNoise() throws Exception {
        Random random = new Random(7);
        SoundFile clicks = sound(
                new AudioFormat(RATE, 1),
                2_000,
                i -> 0.9 * Math.exp(-(i % 16_000) / 240.0) * (2 * random.nextDouble() - 1));
        mix(2_000, other(clicks, 0));
        assertTrue(measured("input_tp") <= -1.4, "true peak " + measured("input_tp"));
        assertTrue(measured("input_i") <= -15, "loudness " + measured("input_i"));
    }

    @Test
    void whatIsUnderAVoiceGivesWay() throws Exception {
        AudioFormat format = new AudioFormat(RATE, 2);
        short[] track = mix(
                6_000,
                other(tone(format, 6_000, 300, 0.1), 0),
                voice(tone(new AudioFormat(16_000, 1), 2_000, 2_000, 0.3), 2_000));
        double before = strength(track, 500, 1_500, 300);
        double during = strength(track, 2_200, 3_800, 300);
        double after = strength(track, 4_500, 5_500, 300);
        assertEquals(12, 20 * Math.log10(before / during), 0.5, "decibels");
        assertEquals(before, after, before / 100);
        assertLevelled();
    }

    @Test
    void aPieceIsHeardAsLongAsItMayBe() throws Exception {
        SoundFile tone = tone(new AudioFormat(RATE, 1), 3_000, 1_000, 0.3);
        short[] track = mix(3_000, new Piece(tone, 500, 700, false));
        assertEquals(500, begin(track, 0), 20);
        assertEquals(0, strength(track, 1_205, 2_900, 1_000));
        assertTrue(strength(track, 1_100, 1_190, 1_000) > 1_000);
    }

    @Test
    void noEndClicks() throws Exception {
        AudioFormat format = new AudioFormat(RATE, 1);
        SoundFile loud = sound(format, 1_000, i -> 0.5 * Math.cos(2 * Math.PI * 50 * i / RATE));
        short[] track = mix(2_000, other(loud, 250));
        int most = 0;
        for (int i = 1; i < track.length; i++) {
            most = Math.max(most, Math.abs(track[i] - track[i - 1]));
        }
        assertTrue(most < 600, "a step of " + most); // a full one would be 10,000 and more
    }

    @Test
    void everyVoiceIsAsLoud() throws Exception {
        AudioFormat format = new AudioFormat(16_000, 1);
        short[] track =
                mix(5_000, voice(tone(format, 2_000, 1_000, 0.02), 0), voice(tone(format, 2_000, 1_000, 0.8), 2_500));
        double first = strength(track, 500, 1_500, 1_000);
        assertEquals(first, strength(track, 3_000, 4_000, 1_000), first / 20);
    }

    @Test
    void silenceStaysSilence() throws Exception {
        AudioFormat format = new AudioFormat(24_000, 1);
        SoundFile nothing = new SoundFile(Files.createFile(folder.resolve("empty")), format);
        short[] track = mix(1_500, voice(sound(format, 1_000, i -> 0), 100), other(nothing, 0));
        assertEquals(0, strength(track, 0, 1_500, 1_000));
        Random random = new Random(3);
        mix(2_000, other(sound(format, 2_000, i -> 0.001 * (random.nextDouble() - 0.5)), 0));
        assertTrue(measured("input_i") < -60, "noise is not made louder: " + measured("input_i"));
        assertEquals(0, begin(mix(1_000), 0) + 1, "no piece at all");
    }

    @Test
    void whatCannotBeMixedIsSaidAndLeavesNothing() throws Exception {
        Piece gone = voice(new SoundFile(folder.resolve("gone"), new AudioFormat(8_000, 1)), 0);
        Track track = new Track(List.of(gone), 1_000, folder.resolve("track"));
        IOException e = assertThrows(IOException.class, () -> Fixture.media().mix(track));
        assertTrue(!e.getMessage().contains(folder.toString()), e.getMessage());
        assertEquals(List.of(), Fixture.names(folder));
        assertThrows(IllegalArgumentException.class, () -> new Track(List.of(), 0, folder.resolve("track")));
        assertThrows(IllegalArgumentException.class, () -> voice(gone.sound(), -1));
        assertThrows(IllegalArgumentException.class, () -> new Piece(gone.sound(), 0, 0, true));
        assertThrows(IOException.class, () -> Level.of("it said nothing"));
    }

    @Test
    void anInterruptionLeavesNeitherFilesNorProcesses() throws Exception {
        SoundFile tone = tone(new AudioFormat(RATE, 2), 1_000, 440, 0.5);
        Thread.currentThread().interrupt();
        Track track = new Track(List.of(voice(tone, 0)), 1_000, folder.resolve("track"));
        assertThrows(InterruptedException.class, () -> Fixture.media().mix(track));
        assertEquals(1, Fixture.names(folder).size());
        assertEquals(List.of(), Fixture.children());
    }
}
