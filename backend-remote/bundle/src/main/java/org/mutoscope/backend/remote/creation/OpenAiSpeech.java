package org.mutoscope.backend.remote.creation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.mutoscope.api.creation.Creation;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.SpeechSynthesizer;
import org.mutoscope.backend.remote.wire.Ask;
import org.mutoscope.backend.remote.wire.Call;
import org.mutoscope.backend.remote.wire.CallFault;
import org.mutoscope.backend.remote.wire.Json;
import org.mutoscope.backend.remote.wire.Reply;

/** Narration by {@code /audio/speech}. Takes WAV files of 16-bit samples and raw ones. */
public final class OpenAiSpeech implements SpeechSynthesizer {
    /** All languages that have no voice of their own. */
    public static final String ANY = "*";

    private static final int LONGEST = 4_096;
    private static final int LARGEST = 128 << 20;

    private final URI base;
    private final Call call;
    private final Manner manner;
    private final Semaphore slots;
    private final Ration ration;

    /**
     * How it speaks.
     *
     * @param model its name at the service
     * @param voices name of a voice at the service, by language or {@link #ANY}
     * @param pcmRate samples a second of raw samples to ask for; 0 to ask for WAV
     * @param instructions what to tell it about its tone; may be empty
     */
    public record Manner(String model, Map<String, String> voices, int pcmRate, String instructions) {
        /** Copies the map. */
        public Manner {
            voices = Map.copyOf(voices);
        }
    }

    /** How much it is asked. @param slots texts at once @param dayCharacters characters in a day of UTC, 0 for no limit */
    public record Bounds(int slots, long dayCharacters) {}

    /** @param base address with {@code /v1} */
    public OpenAiSpeech(URI base, Call call, Manner manner, Bounds bounds, Clock clock) {
        this.base = base;
        this.call = call;
        this.manner = manner;
        this.slots = new Semaphore(bounds.slots(), true);
        this.ration = new Ration(bounds.dayCharacters(), clock);
    }

    @Override
    public AudioFormat speak(String text, String language, Path target) throws IOException, InterruptedException {
        if (text.isBlank() || text.length() > LONGEST) {
            throw new IOException("A text to speak has 1 to " + LONGEST + " characters.");
        }
        ObjectNode body = Json.object()
                .put("model", manner.model())
                .put("input", text)
                .put("voice", voice(language))
                .put("response_format", manner.pcmRate() == 0 ? "wav" : "pcm");
        if (!manner.instructions().isEmpty()) {
            body.put("instructions", manner.instructions());
        }
        ration.take(text.length());
        slots.acquire();
        try {
            byte[] sound = ask(body);
            Samples samples = manner.pcmRate() == 0
                    ? Samples.ofWav(sound)
                    : Samples.raw(sound, new AudioFormat(manner.pcmRate(), 1));
            Files.write(target, samples.pcm());
            return samples.format();
        } finally {
            slots.release();
        }
    }

    private String voice(String language) throws IOException {
        String asked = language.toLowerCase(Locale.ROOT).split("-", 2)[0];
        String found = manner.voices().getOrDefault(asked, manner.voices().get(ANY));
        if (found == null) {
            throw new IOException("This voice does not speak " + Json.line(language) + ".");
        }
        return found;
    }

    private byte[] ask(ObjectNode body) throws IOException, InterruptedException {
        try {
            Reply reply = call.create(Ask.of("POST", URI.create(base + "/audio/speech"), "the narration")
                    .json(body)
                    .most(LARGEST));
            if (reply.good()) {
                return reply.bytes();
            }
            Creation<Void> not = Asking.not(reply, Optional.empty());
            throw new IOException(
                    not instanceof Creation.Refused<Void> refused
                            ? "The voice service does not speak this: " + refused.message()
                            : "The voice service failed: " + ((Creation.Failed<Void>) not).message() + ".");
        } catch (CallFault e) {
            throw new IOException("The voice service failed: " + e.getMessage() + ".", e);
        }
    }

    /** Characters of a day; not kept over a restart, the service's own limit is. */
    private static final class Ration {
        private final long most;
        private final Clock clock;
        private LocalDate day;
        private long taken;

        Ration(long most, Clock clock) {
            this.most = most;
            this.clock = clock;
        }

        synchronized void take(int characters) throws IOException {
            LocalDate today = LocalDate.now(clock);
            if (!today.equals(day)) {
                day = today;
                taken = 0;
            }
            if (most > 0 && taken + characters > most) {
                throw new IOException("The voice has spoken as much as it may today; it goes on tomorrow (UTC).");
            }
            taken += characters;
        }
    }
}
