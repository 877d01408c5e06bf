package org.mutoscope.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.EncodeRequest.SoundFile;
import org.mutoscope.api.media.SoundMixer;
import org.mutoscope.api.media.SpeechSynthesizer;
import org.mutoscope.core.jobs.Attempt;
import org.mutoscope.core.jobs.JobRunner.Ended;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.jobs.doubles.DirectCalls;
import org.mutoscope.jobs.doubles.ListedServices;

/** Voices and mixers as the road uses them. */
@Timeout(60)
class SoundTest {
    private static final Narration.Speaker ANYBODY = new Narration.Speaker(null, null);

    @TempDir
    Path folder;

    private final List<String> paid = new ArrayList<>();
    private final PlainSound sound = new PlainSound();
    private final ListedServices<SpeechSynthesizer> voices = new ListedServices<>();
    private final ListedServices<SoundMixer> mixers = new ListedServices<>();
    private final Kinds kinds =
            new Kinds(new DirectCalls(), null, null, null, null, null, null, null, mixers, voices, null);
    private final Narration narration =
            new Narration(kinds, (trip, voice, cost) -> paid.add(voice + " " + cost.micros() + " " + cost.currency()));

    private Trip trip() {
        InvocationHandler idle = (proxy, method, arguments) -> method.getReturnType() == boolean.class ? false : null;
        Class<?>[] type = {Attempt.class};
        Attempt attempt = (Attempt) Proxy.newProxyInstance(Attempt.class.getClassLoader(), type, idle);
        return new Trip(attempt, null, folder);
    }

    private void voice(String id, Object... properties) {
        Map<String, Object> all = properties.length == 0 ? Map.of() : Map.of((String) properties[0], properties[1]);
        voices.add(id, "1.0.0", sound, all);
    }

    private Narration.Spoken speak(Narration.Speaker speaker, String text) throws Exception {
        return narration.speak(trip(), speaker, new Narration.Line(2, text, 14_000));
    }

    private Ended ended(Narration.Speaker speaker, String text) {
        return assertThrows(Detour.class, () -> speak(speaker, text)).ended();
    }

    @Test
    void aTextIsSpokenAndMeasured() throws Exception {
        voice("one");
        Narration.Spoken spoken = speak(ANYBODY, "A boat leaves.");
        assertEquals(3_000, spoken.milliseconds());
        assertEquals(List.of("en: A boat leaves."), sound.spoken);
        assertEquals(
                new Soundtrack.Piece(4_200, spoken.pcm(), PlainSound.FORMAT, Long.MAX_VALUE, true), spoken.at(4_200));
        assertEquals(List.of(), paid, "it has no price");
        assertEquals(List.of("narration-2.pcm"), List.of(folder.toFile().list()));
    }

    @Test
    void aJobWaitsForAVoiceAndSaysForWhich() {
        assertEquals(new Ended.Waiting("waiting for a voice (en)"), ended(ANYBODY, "Ho."));
        voice("english", SpeechSynthesizer.LANGUAGES, new String[] {"en"});
        assertEquals(
                new Ended.Waiting("waiting for a voice (de-AT)"), ended(new Narration.Speaker("de-AT", null), "Ho."));
        assertEquals(
                new Ended.Waiting("waiting for a voice: other (en)"),
                ended(new Narration.Speaker(null, "other"), "Ho."));
    }

    @Test
    void whoSpeaksTheLanguageIsChosen() throws Exception {
        voice("english", SpeechSynthesizer.LANGUAGES, new String[] {"en"});
        voice("both", SpeechSynthesizer.LANGUAGES, new String[] {"de", "en"});
        assertTrue(speak(new Narration.Speaker("DE-at", null), "Ho.").by().startsWith("both "));
        assertTrue(speak(new Narration.Speaker("en", "both"), "Ho.").by().startsWith("both "));
    }

    @Test
    void whatCannotBeSpokenIsRefusedBeforeAnythingIsCharged() {
        narration.require(ANYBODY);
        assertEquals(Code.VOICE_NOT_FOUND, refused(new Narration.Speaker(null, "nobody")));
        voice("english", SpeechSynthesizer.LANGUAGES, new String[] {"en"});
        narration.require(new Narration.Speaker("en-GB", "english"));
        assertEquals(Code.LANGUAGE_NOT_SPOKEN, refused(new Narration.Speaker("fr", null)));
        assertEquals(Code.LANGUAGE_NOT_SPOKEN, refused(new Narration.Speaker("fr", "english")));
        assertEquals(Code.INVALID_REQUEST, refused(new Narration.Speaker("English, please", null)));
        voice("everything");
        narration.require(new Narration.Speaker("fr", null));
    }

    @Test
    void nobodySaysItFaster() {
        assertEquals(0, SpeechTime.least("... !"));
        assertEquals(999, SpeechTime.least("x".repeat(30)));
        assertEquals(999, SpeechTime.least("\u732b\u304c".repeat(7) + "\u732b"));
        assertTrue(SpeechTime.least("twenty years ago, in 1989, a boat left the harbour") < 2_500);
    }

    private Code refused(Narration.Speaker speaker) {
        return assertThrows(Problem.class, () -> narration.require(speaker)).code();
    }

    @Test
    void aTextThatIsTooLongForItsShotNamesTheShot() {
        voice("one");
        Ended.Refused refused = assertInstanceOf(Ended.Refused.class, ended(ANYBODY, "word ".repeat(15)));
        assertEquals("narration_too_long", refused.code());
        assertTrue(refused.message().contains("shot 2 lasts 15.0 s, and there is room for 14.0 s"), refused.message());
    }

    @Test
    void longTextsAreSpokenInPiecesAndEachIsPaid() throws Exception {
        voice("dear", SpeechSynthesizer.PRICE, 15_000_000L);
        String sentence = "x".repeat(2_498) + ". ";
        Narration.Spoken spoken = speak(ANYBODY, sentence + sentence + sentence);
        assertEquals(3, sound.spoken.size());
        assertEquals(3_000, spoken.milliseconds());
        assertEquals(List.of("dear 37485 USD", "dear 37485 USD", "dear 37485 USD"), paid);
    }

    @Test
    void aVoiceThatFailsIsHeardWithItsReason() {
        voice("one");
        sound.trouble = "The offline voice has a cold.";
        Ended.Failed failed = assertInstanceOf(Ended.Failed.class, ended(ANYBODY, "Ho."));
        assertEquals("narration_failed", failed.code());
        assertTrue(failed.message().contains("shot 2") && failed.message().contains("cold"), failed.message());
    }

    @Test
    void textsAreCutWhereNobodyHearsIt() {
        assertEquals(List.of("One. Two."), Sentences.of(" One. Two. ", "en"));
        String word = "y".repeat(3_000);
        assertEquals(List.of(word, word), Sentences.of(word + " " + word, "en"));
        List<String> hard = Sentences.of("\ud83d\ude00".repeat(3_000) + "z", "en");
        assertEquals(2, hard.size());
        hard.forEach(piece -> assertTrue(piece.length() <= Sentences.MOST && Texts.storable(piece)));
        assertEquals(List.of(), Sentences.of("  ", "en"));
    }

    @Test
    void piecesBecomeOneTrack() throws Exception {
        Soundtrack soundtrack = new Soundtrack(kinds);
        Path pcm = Files.write(folder.resolve("pcm"), new byte[32_000]);
        List<Soundtrack.Piece> pieces = List.of(
                new Soundtrack.Piece(0, pcm, new AudioFormat(8_000, 1)),
                new Soundtrack.Piece(1_500, pcm, new AudioFormat(16_000, 1), Long.MAX_VALUE, true));
        Detour waiting = assertThrows(Detour.class, () -> soundtrack.of(folder, pieces, 4_000));
        assertEquals(new Ended.Waiting("waiting for a sound mixer"), waiting.ended());

        mixers.add("plain", sound);
        SoundFile track = soundtrack.of(folder, pieces, 4_000);
        assertEquals(List.of("4000 [sound 0+2000, voice 1500+1000]"), sound.mixed);
        assertEquals(64_000, Files.size(track.file()));
        soundtrack.of(folder, pieces, 4_000); // a second attempt in the same folder does no harm

        sound.trouble = "no room";
        Detour failed = assertThrows(Detour.class, () -> soundtrack.of(folder, pieces, 4_000));
        assertEquals(
                "sound_failed",
                assertInstanceOf(Ended.Failed.class, failed.ended()).code());
        assertThrows(IllegalArgumentException.class, () -> soundtrack.of(folder, List.of(), 4_000));
    }
}
