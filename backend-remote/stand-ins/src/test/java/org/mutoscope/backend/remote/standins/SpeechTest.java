package org.mutoscope.backend.remote.standins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wire of {@code /v1/audio/speech}. */
@Timeout(300)
class SpeechTest {
    private final StandIn service = StandIn.start("openai-speech", 0);
    private final Caller caller = new Caller(service).with("Authorization", "Bearer " + StandIn.KEY);

    @AfterEach
    void close() {
        service.close();
    }

    private Caller.Reply say(Object... more) {
        Map<String, Object> wish = new HashMap<>(Map.of(
                "model", "gpt-4o-mini-tts", "voice", "alloy", "input", "one two three four", "response_format", "wav"));
        wish.putAll(Answer.map(more));
        return caller.post("/v1/audio/speech", wish);
    }

    @ParameterizedTest
    @CsvSource({"voice, bob", "model, gpt-4", "input, ' '", "response_format, mp3", "speed, fast", "language, en"})
    void whatIsWrongIsRefused(String name, String value) {
        assertEquals(4, say(name, value).status() / 100);
        assertEquals(0, service.begun());
    }

    @Test
    void everyWordIsATone() throws IOException, UnsupportedAudioFileException {
        Caller.Reply reply = say();
        assertEquals("audio/wav", reply.type());
        try (AudioInputStream in = AudioSystem.getAudioInputStream(new ByteArrayInputStream(reply.bytes()))) {
            assertEquals(24_000, in.getFormat().getSampleRate());
            assertEquals(4 * 24_000 * 360 / 1000, in.getFrameLength());
        }
        assertEquals(reply.bytes().length - 44, say("response_format", "pcm").bytes().length);
        assertEquals(
                (reply.bytes().length - 44) / 2,
                say("response_format", "pcm", "speed", 2).bytes().length);
        assertEquals(3 * 18 * 15, service.charged());
    }

    @Test
    void aStreamedWavKnowsNoLength() {
        service.order(Trouble.next("submit", Fault.ODD_STATUS));
        assertEquals(-1, ByteBuffer.wrap(say().bytes()).getInt(40));
    }
}
