package org.mutoscope.backend.remote.standins;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * {@code /v1/audio/speech}: a tone for each word, 24,000 samples a second, 16 bit, one channel. Only {@code wav} and {@code pcm}; the fate
 * {@code odd_status} writes a WAV without lengths, as the real service does while it streams.
 */
final class Speech extends OpenAi {
    private static final Set<String> VOICES = Set.of(
            "alloy", "ash", "ballad", "cedar", "coral", "echo", "fable", "marin", "nova", "onyx", "sage", "shimmer",
            "verse");
    private static final int RATE = 24_000;
    private static final int HEADER = 44;
    private static final int LONGEST = 4_096;
    private static final int WORD_MILLIS = 300;
    private static final int GAP_MILLIS = 60;
    private static final long PER_CHARACTER = 15; // millionths of a dollar

    Speech() {
        super("/v1/audio/speech");
    }

    @Override
    public String name() {
        return "openai-speech";
    }

    @Override
    Answer make(Map<String, Object> wish, Desk desk) {
        known(wish, Set.of("model", "input", "voice", "instructions", "response_format", "speed", "stream_format"));
        String input = Dialect.text(wish, "input", "");
        if (!Dialect.text(wish, "model", "").matches("tts-1(-hd)?|gpt-4o-mini-tts.*")) {
            throw new Refusal(404, "model_not_found", "The model '" + wish.get("model") + "' does not exist.");
        } else if (input.isBlank() || input.length() > LONGEST) {
            throw Dialect.bad("string_above_max_length", "'input' must be a string of 1 to 4096 characters.");
        } else if (!VOICES.contains(Dialect.text(wish, "voice", ""))) {
            throw Dialect.bad("invalid_value", "Input should be one of " + VOICES);
        }
        Object speed = wish.getOrDefault("speed", 1);
        if (!(speed instanceof Number number) || number.doubleValue() < 0.25 || number.doubleValue() > 4) {
            throw Dialect.bad("invalid_value", "'speed' is 0.25 to 4.");
        }
        one(wish, "response_format", Set.of("wav", "pcm"));
        if (!wish.containsKey("response_format")) {
            throw Dialect.bad("invalid_value", "This stand-in has no mp3, which is the usual one: ask for wav or pcm.");
        }
        byte[] samples = samples(input, ((Number) speed).doubleValue());
        int seconds = samples.length / 2 / RATE;
        Job job = done(
                desk,
                new Order(Dialect.text(wish, "model", ""), seconds, "", true, input.length() * PER_CHARACTER, wish));
        if (job.state() != Job.State.DONE) {
            throw new Refusal(500, "server_error", "The server had an error while processing your request.");
        }
        return wish.get("response_format").equals("pcm")
                ? Answer.bytes("audio/pcm", samples)
                : Answer.bytes("audio/wav", wav(samples, job.has(Fault.ODD_STATUS)));
    }

    private static byte[] samples(String input, double speed) {
        String[] words = input.strip().split("\\s+");
        int tone = (int) (RATE * WORD_MILLIS / 1000 / speed);
        int gap = (int) (RATE * GAP_MILLIS / 1000 / speed);
        ByteBuffer out = ByteBuffer.allocate(2 * (tone + gap) * words.length).order(ByteOrder.LITTLE_ENDIAN);
        for (String word : words) {
            double pitch = 200 + Math.floorMod(word.hashCode(), 400);
            for (int i = 0; i < tone; i++) {
                out.putShort((short) (8_000 * Math.sin(2 * Math.PI * pitch * i / RATE)));
            }
            out.position(out.position() + 2 * gap);
        }
        return out.array();
    }

    private static byte[] wav(byte[] samples, boolean unknown) {
        return ByteBuffer.allocate(HEADER + samples.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(unknown ? -1 : HEADER - 8 + samples.length)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(RATE)
                .putInt(2 * RATE)
                .putShort((short) 2)
                .putShort((short) 16)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(unknown ? -1 : samples.length)
                .put(samples)
                .array();
    }
}
