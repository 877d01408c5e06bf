package org.mutoscope.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.jobs.JobRunner.Ended;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.jobs.Part;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/** Renders films, one shot an attempt. A shot that is made is kept in the transaction that says so, and never rendered again. */
final class Shooting {
    private final UnitOfWork storage;
    private final JobBoard board;
    private final Crew crew;
    private final Durable durable;

    Shooting(UnitOfWork storage, JobBoard board, Crew crew) {
        this.storage = storage;
        this.board = board;
        this.crew = crew;
        this.durable = new Durable(storage);
    }

    /** Who helps. */
    record Crew(Rendering rendering, Picturing pictures, Dubbing dubbing, Storing storing, ShotFiles files) {}

    /** Who makes first frames. */
    record Picturing(Pictures pictures, Artist artist) {}

    /** @return how the attempt ends, since another shot is to come; empty if all are made */
    Optional<Ended> shoot(Trip trip) throws Detour, InterruptedException {
        NewJob film = trip.job();
        List<Shot> shots = storage.read(tx -> ShotTable.of(tx, film.id()));
        Optional<Shot> next = shots.stream().filter(shot -> shot.made() == null).findFirst();
        if (next.isEmpty()) {
            return Optional.empty();
        }
        Shot shot = next.get();
        trip.shot(shot.number(), shots.size());
        crew.dubbing.require(film, shots);
        crew.dubbing.speak(trip, shot, shots);
        trip.progress(0, "render");
        trip.asked = shot.asked(film);
        trip.given = new Request.Given(firstFrame(trip, shot), null);
        crew.rendering.shot(trip);
        Part part =
                shot.number() == shots.size() ? null : shots.get(shot.number()).part();
        keep(trip, shot, part);
        return Optional.ofNullable(part).map(Ended.GoesOn::new);
    }

    /** What a backend is asked for now: of a film the first shot that is not made. */
    static NewJob asked(Transaction tx, NewJob job) {
        return ShotTable.of(tx, job.id()).stream()
                .filter(shot -> shot.made() == null)
                .findFirst()
                .map(shot -> shot.asked(job))
                .orElse(job);
    }

    /** @return null if the model begins by itself */
    private Path firstFrame(Trip trip, Shot shot) throws Detour, InterruptedException {
        return switch (shot.begins()) {
            case WORDS -> null;
            case CHARACTER -> crew.files.fetch(trip, Shot.input(shot.number()));
            case DRAWN -> drawn(trip, shot.number());
            case BEFORE -> lastFrame(trip, crew.files.fetch(trip, Shot.picture(shot.number() - 1)));
        };
    }

    /** Once: the next attempt finds it. */
    private Path drawn(Trip trip, int number) throws Detour, InterruptedException {
        return crew.files.has(trip.job().id(), Shot.input(number))
                ? crew.files.fetch(trip, Shot.input(number))
                : crew.pictures.artist.draw(trip, new Artist.Place(Shot.input(number), Shot.ingredient(number)));
    }

    private Path lastFrame(Trip trip, Path clip) throws Detour, InterruptedException {
        Path png = trip.folder.resolve("first-frame.png");
        try {
            crew.pictures.pictures.still(clip, trip.job().size(), true, png);
            return png;
        } catch (IOException | PartnerFault e) {
            trip.goOn();
            throw Detour.failed(Code.DECODING_FAILED, "the shot before cannot be decoded: " + e.getMessage(), e);
        }
    }

    /** @param next what comes, or null */
    private void keep(Trip trip, Shot shot, Part next) throws Detour, InterruptedException {
        List<Trip.Picture> files = new ArrayList<>();
        files.add(new Trip.Picture(Shot.picture(shot.number()), trip.clip.file(), trip.clip.mediaType()));
        if (trip.made.sound() != null) {
            files.add(new Trip.Picture(Shot.sound(shot.number()), FrameStream.soundFile(trip.folder), Shot.RAW_SOUND));
        }
        for (Trip.Picture mark : trip.pictures) {
            files.add(new Trip.Picture(Shot.mark(shot.number()), mark.file(), mark.mediaType()));
        }
        crew.storing.put(trip, files);
        List<Trip.Asset> assets = List.copyOf(trip.assets);
        durable.write(trip, tx -> keep(tx, trip, new Kept(shot, next, assets)));
        trip.pictures.clear(); // they are the shot's, not the film's
        trip.assets.clear();
    }

    private record Kept(Shot shot, Part next, List<Trip.Asset> assets) {}

    private boolean keep(Transaction tx, Trip trip, Kept kept) {
        String id = trip.job().id();
        int number = kept.shot.number();
        if (!trip.attempt.kept(tx, kept.next) || !ShotTable.made(tx, id, number, trip.made)) {
            return false;
        }
        kept.assets.forEach(asset -> Inputs.record(tx, id, asset));
        board.note(
                tx,
                id,
                "shot_made",
                "shot " + number + " of " + trip.job().parts().size() + " by "
                        + trip.job().model() + ": " + trip.made.frames() + " frames, "
                        + (trip.made.sound() == null ? "silent" : "with sound"));
        return true;
    }
}
