package org.mutoscope.media.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.EncodeRequest.SoundFile;
import org.mutoscope.api.media.SoundMixer.Piece;
import org.mutoscope.api.media.SoundMixer.Track;

/** Makes soundtracks: each piece is brought to one form and measured, all are added, the sum is brought to its loudness. */
final class SoundDesk {
    /** Integrated loudness of a track, LUFS: what platforms for the web ask for. */
    static final double LOUDNESS = -16;
    /** Highest true peak, dBTP. */
    static final double PEAK = -1.5;
    /** What is quieter than this is silence or noise. */
    static final double QUIET = -50;

    private static final AudioFormat FORMAT = new AudioFormat(Mixdown.RATE, 2);
    private static final String ROLE = "the sound mixer";

    private final ExecutableSource programs;
    private final FfmpegConfig config;

    SoundDesk(ExecutableSource programs, FfmpegConfig config) {
        this.programs = programs;
        this.config = config;
    }

    /** See {@link org.mutoscope.api.media.SoundMixer#mix}. */
    AudioFormat mix(Track track) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(track.target().toAbsolutePath().getParent(), "mix-");
        List<Path> made = new ArrayList<>();
        try {
            List<Mixdown.Part> parts = new ArrayList<>();
            for (Piece piece : track.pieces()) {
                if (piece.atMilliseconds() < track.milliseconds() && sounds(piece.sound())) {
                    made.add(folder.resolve("piece-" + made.size()));
                    parts.add(part(piece, made.get(made.size() - 1)));
                }
            }
            Path sum = folder.resolve("sum");
            made.add(sum);
            new Mixdown(parts, track.milliseconds()).write(sum);
            Path levelled = folder.resolve("levelled");
            made.add(levelled);
            new Levelling(this, sum, levelled).run();
            FinishedFile.publish(levelled, track.target());
            return FORMAT;
        } finally {
            for (Path file : made) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        }
    }

    private static boolean sounds(SoundFile sound) throws IOException {
        if (!Files.isReadable(sound.file())) {
            throw new IOException("a piece of sound that was announced is not there");
        }
        return Files.size(sound.file()) >= 2L * sound.format().channels();
    }

    /** A voice comes with the loudness of the track, whoever speaks; other sound comes as it was made, unless it is louder than that. */
    private Mixdown.Part part(Piece piece, Path target) throws IOException, InterruptedException {
        AudioFormat format = piece.sound().format();
        String both = format.channels() == 1 ? "pan=stereo|c0=c0|c1=c0," : "";
        List<String> input = List.of("-f", "s16le", "-sample_rate", Integer.toString(format.sampleRate()));
        List<String> all = new ArrayList<>(input);
        all.addAll(List.of("-ch_layout", format.channels() == 1 ? "mono" : "stereo"));
        all.addAll(List.of("-i", FinishedFile.url(piece.sound().file())));
        all.addAll(List.of("-af", both + "aresample=" + Mixdown.RATE + "," + Level.FILTER));
        all.addAll(List.of("-c:a", "pcm_f32le", "-f", "f32le", FinishedFile.url(target)));
        Level level = run(all);
        double missing = level.lufs() < QUIET ? 0 : LOUDNESS - level.lufs();
        return Mixdown.Part.of(piece, target, piece.voice() ? missing : Math.min(0, missing));
    }

    /** What a sum sounds like behind a filter. @param target where to write it as 16-bit samples, or null */
    Level filtered(Path sum, String filter, Path target) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-f", "f32le", "-sample_rate", Integer.toString(Mixdown.RATE)));
        all.addAll(List.of("-ch_layout", "stereo", "-i", FinishedFile.url(sum)));
        all.addAll(List.of("-af", filter + Level.FILTER));
        all.addAll(
                target == null
                        ? List.of("-f", "null", "-")
                        : List.of("-c:a", "pcm_s16le", "-f", "s16le", FinishedFile.url(target)));
        return run(all);
    }

    /** {@code 3.25dB}, wherever the machine stands. */
    static String decibels(double value) {
        return String.format(Locale.ROOT, "%.2fdB", value);
    }

    private Level run(List<String> work) throws IOException, InterruptedException {
        Executables found = programs.get();
        List<String> command = new ArrayList<>(List.of(found.ffmpeg().toString(), "-hide_banner", "-nostdin"));
        command.addAll(List.of("-nostats", "-y", "-loglevel", "info", "-progress", "pipe:2", "-stats_period", "0.5"));
        command.addAll(work);
        try (Child child =
                Child.start(ROLE, Duration.ofSeconds(config.stall_seconds()), Child.builder(found, command))) {
            child.finish();
            return Level.of(child.said());
        }
    }
}
