package org.mutoscope.speech.flite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.media.AudioFormat;

/** The voice, with its real program. */
@Timeout(120)
class FliteSpeechTest {
    @TempDir
    Path folder;

    private static FliteConfig config(Map<String, Object> said) {
        return (FliteConfig) Proxy.newProxyInstance(
                FliteConfig.class.getClassLoader(),
                new Class<?>[] {FliteConfig.class},
                (proxy, method, arguments) -> said.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    private static FliteSpeech voice() {
        return FliteSpeech.find(config(Map.of())).orElseGet(() -> {
            assertNotEquals("true", System.getenv("CI"), "flite is not installed, and in CI it must be");
            return abort("flite is not installed: the voice is not tested");
        });
    }

    @Test
    void aSentenceIsHeard() throws Exception {
        Path target = folder.resolve("spoken.pcm");
        AudioFormat format = voice().speak("A big cat slides right over the grass.", "en-GB", target);
        assertEquals(new AudioFormat(16_000, 1), format);
        byte[] samples = Files.readAllBytes(target);
        double seconds = samples.length / 2.0 / format.sampleRate();
        assertTrue(seconds > 1 && seconds < 10, seconds + " s");
        ByteBuffer sound = ByteBuffer.wrap(samples).order(ByteOrder.LITTLE_ENDIAN);
        int loudest = 0;
        while (sound.remaining() > 1) {
            loudest = Math.max(loudest, Math.abs(sound.getShort()));
        }
        assertTrue(loudest > 3000, "it is silent: " + loudest);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(1, left.count(), "it left something behind");
        }
    }

    @Test
    void whatLooksLikeAnOptionIsSpoken() throws Exception {
        voice().speak("-o /tmp/elsewhere --help", "en", folder.resolve("a.pcm"));
        assertTrue(Files.size(folder.resolve("a.pcm")) > 10_000);
    }

    @Test
    void whatCannotBeSpokenIsSaid() {
        FliteSpeech voice = voice();
        Path target = folder.resolve("a.pcm");
        assertTrue(assertThrows(IOException.class, () -> voice.speak("Hallo", "de-DE", target))
                .getMessage()
                .contains("English only"));
        assertThrows(IOException.class, () -> voice.speak(" ", "en", target));
        assertThrows(IOException.class, () -> voice.speak("x".repeat(4097), "en", target));
        assertFalse(Files.exists(target));
    }

    @Test
    void aProgramThatFailsOrHangsIsNamed() throws Exception {
        assertTrue(
                FliteSpeech.find(config(Map.of("program", "no-such-program"))).isEmpty());
        assertTrue(failure("#!/bin/sh\nexit 3\n").getMessage().contains("The voice failed"));
        assertTrue(failure("#!/bin/sh\nexec /bin/sleep 1000\n").getMessage().contains("longer than 1 s"));
        assertTrue(failure("#!/bin/sh\necho nothing > \"$6\"\n").getMessage().contains("no"));
    }

    private IOException failure(String script) throws IOException {
        Path program = Files.writeString(folder.resolve("voice-" + script.hashCode()), script);
        assertTrue(program.toFile().setExecutable(true));
        Map<String, Object> said = new HashMap<>();
        said.put("program", program.toAbsolutePath().toString());
        said.put("at_most_seconds", 1);
        FliteSpeech voice = FliteSpeech.find(config(said)).orElseThrow();
        return assertThrows(IOException.class, () -> voice.speak("hello", "en", folder.resolve("b.pcm")));
    }

    @Test
    void wavesThatAreNoneAreRefused() throws Exception {
        for (String wrong : new String[] {"", "RIFF", "RIFF....WAVEdata....", "RIFF\0\0\0\0WAVEfmt \4\0\0\0abcd"}) {
            Path file = Files.write(folder.resolve("w.wav"), wrong.getBytes(StandardCharsets.ISO_8859_1));
            assertThrows(IOException.class, () -> Wave.unwrap(file, folder.resolve("w.pcm")), wrong);
        }
    }
}
