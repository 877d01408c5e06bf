package org.mutoscope.pipeline;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.SpeechSynthesizer;
import org.mutoscope.core.jobs.JobRunner.Ended;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Has texts spoken by the voices that are installed. Safe for use by several threads. */
final class Narration {
    private final Kinds kinds;
    private final Booking booking;

    Narration(Kinds kinds, Booking booking) {
        this.kinds = kinds;
        this.booking = booking;
    }

    /** Writes down what a voice took from the operator. */
    interface Booking {
        void paid(Trip trip, String voice, UpstreamCost cost);
    }

    /**
     * Who is to speak.
     *
     * @param language BCP 47 tag; null for English
     * @param voice name of a voice; null for the best that speaks the language
     */
    record Speaker(String language, String voice) {
        /** English, unless something else is said. */
        Speaker {
            language = language == null ? "en" : language;
        }

        private boolean suits(Offered<SpeechSynthesizer> offered) {
            String asked = language.toLowerCase(Locale.ROOT).split("-", 2)[0];
            return !(offered.properties().get(SpeechSynthesizer.LANGUAGES) instanceof String[] known)
                    || List.of(known).contains(asked);
        }

        private String missing() {
            return "waiting for a voice" + (voice == null ? "" : ": " + voice) + " (" + language + ")";
        }
    }

    /**
     * What is to be spoken.
     *
     * @param shot number of the shot, from 1
     * @param text anything but blank
     * @param mostMillis how long it may become
     */
    record Line(int shot, String text, long mostMillis) {}

    /** What was spoken. @param milliseconds how long it is, rounded up @param by who spoke it */
    record Spoken(Path pcm, AudioFormat format, long milliseconds, String by) {
        /** How much longer it is than its shot. */
        long over(long shotMillis) {
            return Dubbing.over(milliseconds, shotMillis);
        }

        /** As a piece of a soundtrack. */
        Soundtrack.Piece at(long offsetMillis) {
            return new Soundtrack.Piece(offsetMillis, pcm, format, Long.MAX_VALUE, true);
        }
    }

    /**
     * Looks, while the creator waits, whether a voice that is there will do; if there is none at all the job will wait for one.
     *
     * @throws Problem {@code invalid_request}, {@code voice_not_found}, {@code language_not_spoken}
     */
    void require(Speaker speaker) {
        if (!speaker.language().matches("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,8}")) {
            throw new Problem(
                    Code.INVALID_REQUEST, "A language is a BCP 47 tag, for example en or pt-BR.", "language", null);
        }
        List<Offered<SpeechSynthesizer>> all = kinds.voices().newest();
        String names = String.join(", ", all.stream().map(Offered::id).sorted().toList());
        if (speaker.voice() != null && all.stream().noneMatch(o -> o.id().equals(speaker.voice()))) {
            throw new Problem(
                    Code.VOICE_NOT_FOUND,
                    "There is no voice of that name. "
                            + (names.isEmpty() ? "None is installed." : "There are: " + names + ".")
                            + " Nothing was charged.",
                    "voice",
                    null);
        }
        if (!all.isEmpty() && chosen(speaker).isEmpty()) {
            String who = speaker.voice() == null
                    ? "No voice that is installed (" + names + ")"
                    : "The voice " + speaker.voice();
            throw new Problem(
                    Code.LANGUAGE_NOT_SPOKEN,
                    who + (speaker.voice() == null ? " speaks " : " does not speak ") + Texts.shown(speaker.language())
                            + ". Leave the narration out, or ask the operator for a voice service. Nothing was charged.",
                    "language",
                    null);
        }
    }

    /** Looks whether somebody is there who can speak. @throws Detour if the job must wait for one */
    void requireThere(Speaker speaker) throws Detour {
        if (chosen(speaker).isEmpty()) {
            throw Detour.waiting(speaker.missing());
        }
    }

    /**
     * Speaks one narration into the folder of the attempt.
     *
     * @throws Detour if no voice is there, the voice failed, or it became too long
     */
    Spoken speak(Trip trip, Speaker speaker, Line line) throws Detour, InterruptedException {
        Leased<SpeechSynthesizer> lease =
                chosen(speaker).flatMap(Offered::lease).orElseThrow(() -> Detour.waiting(speaker.missing()));
        Path target = trip.folder.resolve("narration-" + line.shot() + ".pcm");
        try (lease) {
            AudioFormat format = null;
            Files.deleteIfExists(target);
            for (String text : Sentences.of(line.text(), speaker.language())) {
                trip.goOn();
                AudioFormat spoken = say(trip, lease, new Text(text, speaker.language()), target);
                if (format != null && !format.equals(spoken)) {
                    throw new IOException("the voice changed its format between two sentences");
                }
                format = spoken;
            }
            return checked(new Spoken(target, format, millis(target, format), Used.by(lease.from())), line);
        } catch (PartnerFault | IOException e) {
            trip.goOn();
            throw lease.gone() ? Detour.waiting(speaker.missing()) : failed(line, e);
        }
    }

    private Optional<Offered<SpeechSynthesizer>> chosen(Speaker speaker) {
        return kinds.voices().newest().stream()
                .filter(o -> speaker.voice() == null || o.id().equals(speaker.voice()))
                .filter(speaker::suits)
                .findFirst();
    }

    private record Text(String words, String language) {}

    /** One call, whose samples go to the end of the target. */
    private AudioFormat say(Trip trip, Leased<SpeechSynthesizer> voice, Text text, Path target)
            throws PartnerFault, IOException, InterruptedException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Files.deleteIfExists(part);
        AudioFormat format = kinds.calls().run(voice, "speak", v -> v.speak(text.words(), text.language(), part));
        price(voice.from(), text.words())
                .ifPresent(cost -> booking.paid(trip, voice.from().id(), cost));
        if (format == null || !Files.isRegularFile(part)) {
            throw new IOException("the voice gave nothing");
        }
        try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            Files.copy(part, out);
        }
        Files.delete(part);
        return format;
    }

    /** Rounded up: what is paid is never counted lower. */
    private static Optional<UpstreamCost> price(Offered<SpeechSynthesizer> voice, String text) {
        if (!(voice.properties().get(SpeechSynthesizer.PRICE) instanceof Long million) || million <= 0) {
            return Optional.empty();
        }
        BigInteger parts = BigInteger.valueOf(million).multiply(BigInteger.valueOf(text.length()));
        BigInteger unit = BigInteger.valueOf(1_000_000);
        return Optional.of(UpstreamCost.usd(
                parts.add(unit).subtract(BigInteger.ONE).divide(unit).longValueExact()));
    }

    private static long millis(Path pcm, AudioFormat format) throws IOException {
        long bytes = Files.size(pcm);
        long second = 2L * format.channels() * format.sampleRate();
        if (bytes == 0) {
            throw new IOException("the voice said nothing");
        }
        return (bytes * 1000 + second - 1) / second;
    }

    private static Spoken checked(Spoken spoken, Line line) throws Detour {
        if (spoken.milliseconds() > line.mostMillis()) {
            throw new Detour(
                    new Ended.Refused(
                            Code.NARRATION_TOO_LONG.wire(),
                            "The narration of shot " + line.shot() + " lasts " + seconds(spoken.milliseconds())
                                    + " s, and there is room for " + seconds(line.mostMillis())
                                    + " s. Shorten it, or give the shot more seconds. Nothing was charged."),
                    null);
        }
        return spoken;
    }

    private static String seconds(long millis) {
        return millis / 1000 + "." + millis % 1000 / 100;
    }

    private static Detour failed(Line line, Exception e) {
        boolean said = e.getCause() instanceof IOException && e.getCause().getMessage() != null;
        String why = said ? e.getCause().getMessage() : e.getMessage(); // a voice's own sentence is meant for users
        return Detour.failed(
                Code.NARRATION_FAILED, "the narration of shot " + line.shot() + " could not be spoken: " + why, e);
    }
}
