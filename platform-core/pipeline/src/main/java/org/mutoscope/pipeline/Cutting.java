package org.mutoscope.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mutoscope.api.media.EncodeRequest.SoundFile;
import org.mutoscope.api.media.MediaReader;
import org.mutoscope.api.media.VideoFormat;
import org.mutoscope.core.jobs.JobRunner.Ended;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.storage.UnitOfWork;

/** Puts the shots of a film together: transitions, narration, then, as for every clip, frame filters and encoder. */
final class Cutting {
    /** When a narration begins in its shot. */
    private static final long PAUSE_MILLIS = 200;
    /** How much longer than its shot a narration may be. */
    private static final long MOST_OVER_MILLIS = 10_000;
    /** The longest film, with what is held for narrations; files of 180 s are read. */
    private static final long MOST_MILLIS = 170_000;

    private final UnitOfWork storage;
    private final Kinds kinds;
    private final Supplier<PipelineConfig> settings;
    private final Sound sound;
    private final ShotFiles files;

    Cutting(UnitOfWork storage, Kinds kinds, Supplier<PipelineConfig> settings, Sound sound, ShotFiles files) {
        this.storage = storage;
        this.kinds = kinds;
        this.settings = settings;
        this.sound = sound;
        this.files = files;
    }

    /** Who makes the sound. */
    record Sound(Narration narration, Soundtrack soundtrack) {}

    /** A shot in its film. @param at its first frame @param spoken its narration, or null */
    private record Piece(Shot shot, long at, Joint.Wanted wanted, Narration.Spoken spoken) {
        long end() {
            return at + wanted.frames() + wanted.held();
        }
    }

    void cut(Trip trip) throws Detour, InterruptedException {
        long begun = System.nanoTime();
        trip.attempt.progress(Context.SHARE, "cut");
        List<Shot> shots = storage.read(tx -> ShotTable.of(tx, trip.job().id()));
        int rate = shots.get(0).made().rate();
        List<Piece> pieces = pieces(trip, shots, rate);
        Optional<SoundFile> track = track(trip, pieces, rate);
        FrameQueue frames = new FrameQueue(new VideoFormat(trip.job().size(), rate));
        Encoding.Ask ask =
                new Encoding.Ask(settings.get().profile(), trip.job().size(), trip.folder.resolve("clip"), () -> track);
        Encoding encoding = new Encoding(kinds, trip.job().id(), ask);
        encoding.start(frames);
        boolean whole = false;
        try {
            join(trip, pieces, frames);
            frames.end();
            trip.clip = encoding.await();
            whole = true;
        } catch (PartnerFault | IOException e) {
            trip.goOn();
            throw frames.fault() == null
                    ? Detour.failed(Code.DECODING_FAILED, "a shot cannot be decoded: " + e.getMessage(), e)
                    : encoding.detour(frames.fault());
        } finally {
            if (!whole) {
                encoding.abort();
            }
        }
        boolean sounds = shots.stream().anyMatch(shot -> shot.made().sound() != null);
        trip.came = new Bill.Came(
                shots.stream().map(shot -> shot.made().milliseconds()).toList(), sounds);
        trip.fact("shots", String.valueOf(shots.size()));
        trip.fact("frames_rendered", String.valueOf(frames.frames()));
        trip.fact("marked_by", encoding.marks().isEmpty() ? "none installed" : String.join(", ", encoding.marks()));
        trip.took("encode_ms", begun);
    }

    private List<Piece> pieces(Trip trip, List<Shot> shots, int rate) throws Detour, InterruptedException {
        List<Piece> pieces = new ArrayList<>();
        long at = 0;
        for (Shot shot : shots) {
            Narration.Spoken spoken = spoken(trip, shot);
            long own = Math.max(
                    1,
                    Math.round(
                            (double) shot.made().frames() * rate / shot.made().rate()));
            long over = spoken == null
                    ? 0
                    : PAUSE_MILLIS + spoken.milliseconds() - shot.made().milliseconds();
            long held = Math.max(0, (over * rate + 999) / 1000);
            String transition = shot.scene().shot().transition();
            pieces.add(new Piece(shot, at, new Joint.Wanted(own, held, transition), spoken));
            at += own + held;
            if (at * 1000 / rate > MOST_MILLIS) {
                throw new Detour(
                        new Ended.Refused(
                                Code.NARRATION_TOO_LONG.wire(),
                                "With what is spoken up to shot " + shot.number() + " the film is longer than "
                                        + MOST_MILLIS / 1000 + " s. Shorten the narration, or make two films."),
                        null);
            }
        }
        return pieces;
    }

    private Narration.Spoken spoken(Trip trip, Shot shot) throws Detour, InterruptedException {
        String text = shot.scene().narration();
        if (text.isBlank()) {
            return null;
        }
        long most = shot.made().milliseconds() + MOST_OVER_MILLIS - PAUSE_MILLIS;
        return sound.narration.speak(trip, Reel.speaker(trip.job()), new Narration.Line(shot.number(), text, most));
    }

    private Optional<SoundFile> track(Trip trip, List<Piece> pieces, int rate) throws Detour, InterruptedException {
        List<Soundtrack.Piece> all = new ArrayList<>();
        for (Piece piece : pieces) {
            long millis = piece.at * 1000 / rate;
            if (piece.shot.made().sound() != null) {
                Path pcm = files.fetch(trip, Shot.sound(piece.shot.number()));
                all.add(new Soundtrack.Piece(millis, pcm, piece.shot.made().sound())
                        .atMost(piece.shot.made().milliseconds()));
            }
            if (piece.spoken != null) {
                all.add(piece.spoken.at(millis + PAUSE_MILLIS));
            }
        }
        long length = pieces.get(pieces.size() - 1).end() * 1000 / rate;
        return all.isEmpty() ? Optional.empty() : Optional.of(sound.soundtrack.of(trip.folder, all, length));
    }

    private void join(Trip trip, List<Piece> pieces, FrameQueue frames)
            throws Detour, PartnerFault, IOException, InterruptedException {
        byte[] last = null;
        for (Piece piece : pieces) {
            trip.goOn();
            Path file = files.fetch(trip, Shot.picture(piece.shot.number()));
            Joint joint = new Joint(frames, piece.wanted, last);
            try (Leased<MediaReader> reader = reader()) {
                kinds.calls().run(reader, "decode", r -> {
                    r.decode(file, frames.format(), joint);
                    return null;
                });
            }
            last = joint.end();
            Files.delete(file);
        }
    }

    private Leased<MediaReader> reader() throws Detour {
        return kinds.readers().all().stream()
                .findFirst()
                .flatMap(Offered::lease)
                .orElseThrow(() -> Detour.waiting("waiting for media reader"));
    }
}
