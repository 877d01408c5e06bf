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
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.storage.UnitOfWork;

/** Puts the shots of a film together: transitions, narration, then, as for every clip, frame filters and encoder. */
final class Cutting {
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
    record Sound(Dubbing dubbing, Soundtrack soundtrack) {}

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
        boolean sounds = shots.stream().anyMatch(Shot::sounds);
        trip.came = new Bill.Came(
                shots.stream().map(shot -> shot.made().milliseconds()).toList(), sounds);
        trip.fact("shots", String.valueOf(shots.size()));
        trip.fact("frames_rendered", String.valueOf(frames.frames()));
        trip.fact("marked_by", encoding.marks().isEmpty() ? "none installed" : String.join(", ", encoding.marks()));
        trip.took("encode", begun);
    }

    private List<Piece> pieces(Trip trip, List<Shot> shots, int rate) throws Detour, InterruptedException {
        List<Piece> pieces = new ArrayList<>();
        long at = 0;
        for (Shot shot : shots) {
            Narration.Spoken spoken = sound.dubbing.of(trip, shot);
            long own = Math.max(
                    1,
                    Math.round(
                            (double) shot.made().frames() * rate / shot.made().rate()));
            long over = spoken == null ? 0 : spoken.over(shot.made().milliseconds());
            long held = (over * rate + 999) / 1000;
            String transition = shot.scene().shot().transition();
            pieces.add(new Piece(shot, at, new Joint.Wanted(own, held, transition), spoken));
            at += own + held;
            if (at * 1000 / rate > Dubbing.MOST_MILLIS) {
                throw Dubbing.tooLong(shot.number());
            }
        }
        pieces.stream()
                .filter(piece -> piece.spoken != null)
                .map(piece -> piece.spoken.by())
                .distinct()
                .reduce((one, other) -> one + ", " + other)
                .ifPresent(by -> trip.fact("narrated_by", by));
        return pieces;
    }

    private Optional<SoundFile> track(Trip trip, List<Piece> pieces, int rate) throws Detour, InterruptedException {
        List<Soundtrack.Piece> all = new ArrayList<>();
        for (Piece piece : pieces) {
            long millis = piece.at * 1000 / rate;
            if (piece.shot.sounds()) {
                Path pcm = files.fetch(trip, Shot.sound(piece.shot.number()));
                all.add(new Soundtrack.Piece(millis, pcm, piece.shot.made().sound())
                        .atMost(piece.shot.made().milliseconds()));
            }
            if (piece.spoken != null) {
                all.add(piece.spoken.at(millis + Dubbing.PAUSE_MILLIS));
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
