package org.mutoscope.backend.remote;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.SpeechSynthesizer;
import org.mutoscope.backend.remote.standins.Fault;
import org.mutoscope.backend.remote.standins.StandIn;
import org.mutoscope.backend.remote.standins.Trouble;
import org.osgi.framework.Constants;

/** Voices of services. */
@Timeout(120)
class SpeechTest {
    private static final byte[] SOUND = {1, 0, 2, 0, 3, 0, 4, 0};

    private final Stub server = new Stub();
    private final Map<String, Object> properties = new HashMap<>();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        server.close();
    }

    private Setup setup() {
        properties.put("service.pid", "x~one");
        properties.putIfAbsent("base", server.address() + "/v1");
        properties.putIfAbsent("key", "secret");
        properties.putIfAbsent("model", "m-1");
        properties.putIfAbsent("voices", new String[] {"*:marin", "de:cedar"});
        return Setup.of(SpeechConfig.class, properties);
    }

    private AudioFormat speak(String text, String language) throws Exception {
        Path target = folder.resolve("spoken");
        Files.deleteIfExists(target);
        return SpeechComponent.speech(setup()).speak(text, language, target);
    }

    private String fault(String text, String language) {
        String said =
                assertThrows(IOException.class, () -> speak(text, language)).getMessage();
        assertFalse(Files.exists(folder.resolve("spoken")));
        assertFalse(said.contains("secret"), said);
        return said;
    }

    /** A WAV file as a service may send it. @param kind format tag @param length what it says of its samples */
    private static byte[] wav(int kind, int bits, int length) {
        return ByteBuffer.allocate(12 + 10 + 24 + 8 + SOUND.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF\0\0\0\0WAVELIST\1\0\0\0x\0"
                        .getBytes(StandardCharsets.US_ASCII)) // of an odd length, filled up
                .put("fmt \20\0\0\0".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) kind)
                .putShort((short) 2)
                .putInt(22_050)
                .putInt(88_200)
                .putShort((short) 4)
                .putShort((short) bits)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(length)
                .put(SOUND)
                .array();
    }

    @Test
    void aWavIsTakenApart() throws Exception {
        for (int length : new int[] {SOUND.length, 0, -1}) {
            server.on("POST /v1/audio/speech", Stub.bytes(wav(length == 0 ? 0xfffe : 1, 16, length)));
            assertEquals(new AudioFormat(22_050, 2), speak("A boat leaves.", "en-GB"));
            assertArrayEquals(SOUND, Files.readAllBytes(folder.resolve("spoken")));
        }
        assertEquals(
                "{\"model\":\"m-1\",\"input\":\"A boat leaves.\",\"voice\":\"marin\",\"response_format\":\"wav\"}",
                server.bodies.get(0));
        assertEquals("Bearer secret", server.keys.get(0));
    }

    @Test
    void rawSamplesAreWhatTheConfigurationSays() throws Exception {
        properties.put("response.format", "pcm");
        properties.put("pcm.rate", 16_000);
        properties.put("instructions", "like a captain");
        server.on("POST /v1/audio/speech", Stub.bytes(Arrays.copyOf(SOUND, 7)));
        assertEquals(new AudioFormat(16_000, 1), speak("Leinen los!", "de-AT"));
        assertEquals(6, Files.size(folder.resolve("spoken")), "half a sample is none");
        String body = server.bodies.get(0);
        assertTrue(body.contains("\"voice\":\"cedar\"") && body.contains("\"instructions\":\"like a captain\""), body);
    }

    @Test
    void whatIsNoSoundIsSaid() {
        for (byte[] bad : new byte[][] {
            {},
            "RIFF".getBytes(StandardCharsets.US_ASCII),
            "{\"audio\":\"no\"}".getBytes(StandardCharsets.US_ASCII),
            wav(1, 24, 8),
            wav(3, 16, 8),
            Arrays.copyOf(wav(1, 16, 8), 54),
            Arrays.copyOf(wav(1, 16, 8), 30)
        }) {
            server.on("POST /v1/audio/speech", Stub.bytes(bad));
            assertTrue(fault("Ho.", "en").startsWith("The voice service sent "));
        }
    }

    @Test
    void whatTheServiceSaysIsPassedOn() {
        server.on("POST /v1/audio/speech", 400, "{\"error\":{\"message\":\"no such voice\"}}");
        assertTrue(fault("Ho.", "en").contains("no such voice"));
        server.on("POST /v1/audio/speech", 429, "{}");
        assertTrue(fault("Ho.", "en").contains("busy"));
        server.on("POST /v1/audio/speech", 500, "{}");
        assertTrue(fault("Ho.", "en").contains("500"));
        properties.put("base", "http://127.0.0.1:1/v1");
        assertTrue(fault("Ho.", "en").contains("cannot be reached"));
    }

    @Test
    void nothingIsAskedThatCannotBeSpoken() {
        properties.put("voices", new String[] {"de:cedar"});
        assertTrue(fault("Ho.", "en").contains("does not speak en"));
        assertTrue(fault(" ", "de").contains("4096"));
        assertTrue(fault("x".repeat(4_097), "de").contains("4096"));
        assertTrue(server.asked.isEmpty());
    }

    @Test
    void aDayHasItsMeasure() throws Exception {
        properties.put("day.characters", 10L);
        server.on("POST /v1/audio/speech", Stub.bytes(wav(1, 16, 8)));
        SpeechSynthesizer voice = SpeechComponent.speech(setup());
        voice.speak("123456", "en", folder.resolve("first"));
        IOException e = assertThrows(IOException.class, () -> voice.speak("12345", "en", folder.resolve("second")));
        assertTrue(e.getMessage().contains("tomorrow"), e.getMessage());
        voice.speak("1234", "en", folder.resolve("third"));
        assertEquals(2, server.asked.size());
    }

    @Test
    void thePlatformIsToldWhoSpeaksWhatForHowMuch() {
        properties.put("price.micros", 15_000_000L);
        properties.put("rank", 7);
        Dictionary<String, Object> names = SpeechComponent.names(setup());
        assertEquals("one", names.get(SpeechSynthesizer.ID));
        assertEquals(15_000_000L, names.get(SpeechSynthesizer.PRICE));
        assertEquals(7, names.get(Constants.SERVICE_RANKING));
        assertEquals(null, names.get(SpeechSynthesizer.LANGUAGES), "it speaks everything");
        properties.put("voices", new String[] {"DE:cedar", "fr:nova"});
        String[] languages = (String[]) SpeechComponent.names(setup()).get(SpeechSynthesizer.LANGUAGES);
        assertEquals("[de, fr]", new TreeSet<>(Arrays.asList(languages)).toString());
    }

    @Test
    void configurationsNameWhatIsWrong() {
        properties.put("model", "");
        properties.put("voices", new String[] {"English"});
        properties.put("response.format", "mp3");
        properties.put("slots", 0);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> SpeechComponent.speech(setup()));
        for (String word : new String[] {"model", "voices", "response.format", "slots"}) {
            assertTrue(e.getMessage().contains(word), e.getMessage());
        }
        properties.put("voices", new String[0]);
        assertThrows(IllegalArgumentException.class, () -> SpeechComponent.speech(setup()));
    }

    @Test
    void theStandInIsUnderstood() throws Exception {
        try (StandIn service = StandIn.start("openai-speech", 0)) {
            properties.put("base", service.url());
            properties.put("key", StandIn.KEY);
            properties.put("model", "gpt-4o-mini-tts");
            for (String format : new String[] {"wav", "pcm"}) {
                properties.put("response.format", format);
                assertEquals(new AudioFormat(24_000, 1), speak("Three short words", "en"));
                assertEquals(2 * 24_000 * 1_080 / 1_000, Files.size(folder.resolve("spoken")));
            }
            properties.put("response.format", "wav");
            service.order(Trouble.next("submit", Fault.ODD_STATUS)); // streams, and does not know its length
            speak("Three short words", "en");
            assertEquals(2 * 24_000 * 1_080 / 1_000, Files.size(folder.resolve("spoken")));
            service.order(Trouble.next("submit", Fault.FAILS));
            assertTrue(fault("Ho.", "en").startsWith("The voice service failed"));
        }
    }
}
