package org.mutoscope.pipeline;

import java.util.List;
import org.mutoscope.core.jobs.JobRunner.Ended;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.storage.UnitOfWork;

/**
 * What is said in the shots of a film. Each narration is spoken in the attempt of its shot, before the shot is rendered, since how long it is is known only then; it is
 * kept beside the shot, so that it is paid once, however often anything after it is tried.
 */
final class Dubbing {
    /** When a narration begins in its shot. */
    static final long PAUSE_MILLIS = 200;
    /** How much longer than its shot a narration may be. */
    static final long MOST_OVER_MILLIS = 10_000;
    /** The longest film, with what is held for narrations; files of 180 s are read. */
    static final long MOST_MILLIS = 170_000;

    private final Crew crew;
    private final Durable durable;

    Dubbing(UnitOfWork storage, Crew crew) {
        this.crew = crew;
        this.durable = new Durable(storage);
    }

    /** Who helps. */
    record Crew(Narration narration, Soundtrack soundtrack, Storing storing, ShotFiles files) {}

    /** Looks, before anything is rendered, whether all is there that the sound of a film will need. @throws Detour if the job must wait for it */
    void require(NewJob film, List<Shot> shots) throws Detour {
        if (shots.stream().anyMatch(shot -> shot.speaks() && shot.voice() == null)) {
            crew.narration.requireThere(Reel.speaker(film));
        }
        if (shots.stream().anyMatch(shot -> shot.speaks() || shot.sounds())) {
            crew.soundtrack.requireThere();
        }
    }

    /**
     * Has the narration of a shot spoken and kept, unless it is.
     *
     * @param shots of the film, with this one
     * @throws Detour if it cannot be spoken, or it or the film with it became too long
     */
    void speak(Trip trip, Shot shot, List<Shot> shots) throws Detour, InterruptedException {
        if (!shot.speaks() || shot.voice() != null) {
            return;
        }
        Narration.Spoken spoken = spoken(trip, shot);
        long all = spoken.over(shot.planned());
        for (Shot each : shots) {
            all += each.planned()
                    + (each.voice() == null ? 0 : over(each.voice().milliseconds(), each.planned()));
        }
        if (all > MOST_MILLIS) {
            throw tooLong(shot.number());
        }
        keep(trip, shot, spoken);
    }

    private Narration.Spoken spoken(Trip trip, Shot shot) throws Detour, InterruptedException {
        trip.progress(0, "speak");
        long most = shot.planned() + MOST_OVER_MILLIS - PAUSE_MILLIS;
        String text = shot.scene().narration();
        return crew.narration.speak(trip, Reel.speaker(trip.job()), new Narration.Line(shot.number(), text, most));
    }

    private void keep(Trip trip, Shot shot, Narration.Spoken spoken) throws Detour, InterruptedException {
        Trip.Picture file = new Trip.Picture(Shot.voice(shot.number()), spoken.pcm(), Shot.RAW_SOUND);
        crew.storing.put(trip, List.of(file));
        List<Trip.Asset> assets = List.copyOf(trip.assets);
        trip.assets.clear();
        Shot.Voice voice = new Shot.Voice(spoken.format(), spoken.milliseconds(), spoken.by());
        durable.write(trip, tx -> {
            if (ShotTable.voiced(tx, trip.job().id(), shot.number(), voice)) {
                assets.forEach(asset -> Inputs.record(tx, trip.job().id(), asset));
            }
            return true; // it was written before if the answer to that was lost
        });
    }

    /** What is said in a shot. @return null for nothing */
    Narration.Spoken of(Trip trip, Shot shot) throws Detour, InterruptedException {
        if (!shot.speaks()) {
            return null;
        }
        Shot.Voice voice = shot.voice();
        return voice == null
                ? spoken(trip, shot) // it was rendered before narrations were kept
                : new Narration.Spoken(
                        crew.files.fetch(trip, Shot.voice(shot.number())),
                        voice.format(),
                        voice.milliseconds(),
                        voice.by());
    }

    /** How much longer than its shot a narration is. */
    static long over(long spokenMillis, long shotMillis) {
        return Math.max(0, PAUSE_MILLIS + spokenMillis - shotMillis);
    }

    static Detour tooLong(int shot) {
        return new Detour(
                new Ended.Refused(
                        Code.NARRATION_TOO_LONG.wire(),
                        "With what is spoken up to shot " + shot + " the film is longer than " + MOST_MILLIS / 1000
                                + " s. Shorten the narration, or make two films. Nothing was charged."),
                null);
    }
}
