package org.mutoscope.pipeline;

import java.util.List;
import java.util.stream.Collectors;
import org.mutoscope.api.creation.Storyboard;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.core.road.Films;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table {@code job_shot}. */
final class ShotTable {
    private ShotTable() {}

    static void insert(Transaction tx, String jobId, Take take) {
        Storyboard.Shot shot = take.scene().shot();
        tx.update(
                "insert into job_shot (job_id, n, seconds, task, begins, prompt, camera, negative, characters, transition, narration, drawn,"
                        + " state) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'PLANNED')",
                jobId,
                take.number(),
                shot.seconds(),
                take.way().task(),
                (take.begins() == Take.Begins.DRAWN ? Take.Begins.WORDS : take.begins()).name(),
                shot.prompt(),
                shot.camera(),
                shot.negative(),
                take.cast().stream().map(known -> known.member().id()).collect(Collectors.joining(",")),
                shot.transition(),
                take.scene().narration(),
                take.begins() == Take.Begins.DRAWN);
    }

    /** Shots of a film in order; none of a clip. */
    static List<Shot> of(Transaction tx, String jobId) {
        return tx.query(
                "select n, seconds, task, begins, prompt, camera, negative, characters, transition, narration, state, frames, frame_rate,"
                        + " sound_rate, sound_channels,"
                        + " voice_rate, voice_channels, voice_millis, voiced_by, drawn from job_shot where job_id = ? order by n",
                ShotTable::read,
                jobId);
    }

    private static Shot read(Row row) {
        String characters = row.text("characters");
        Storyboard.Shot shot = new Storyboard.Shot(
                (int) row.number("seconds"),
                row.text("prompt"),
                row.text("camera"),
                characters.isEmpty() ? List.of() : List.of(characters.split(",")),
                row.text("negative"),
                row.text("transition"));
        int rate = (int) row.number("frame_rate");
        AudioFormat voice = format(row, "voice");
        return new Shot(
                (int) row.number("n"),
                row.text("task"),
                row.flag("drawn") ? Take.Begins.DRAWN : Take.Begins.valueOf(row.text("begins")),
                new Films.Scene(shot, row.text("narration")),
                row.text("state").equals("PLANNED")
                        ? null
                        : new Shot.Made(row.number("frames"), rate, format(row, "sound")),
                voice == null ? null : new Shot.Voice(voice, row.number("voice_millis"), row.text("voiced_by")));
    }

    /** @return null for none */
    private static AudioFormat format(Row row, String what) {
        int rate = (int) row.number(what + "_rate");
        return rate == 0 ? null : new AudioFormat(rate, (int) row.number(what + "_channels"));
    }

    /** The narration of a shot is there. @return false if it was before */
    static boolean voiced(Transaction tx, String jobId, int number, Shot.Voice voice) {
        return tx.update(
                        "update job_shot set voice_rate = ?, voice_channels = ?, voice_millis = ?, voiced_by = ?"
                                + " where job_id = ? and n = ? and voice_rate = 0",
                        voice.format().sampleRate(),
                        voice.format().channels(),
                        voice.milliseconds(),
                        Texts.cut(voice.by(), 200),
                        jobId,
                        number)
                == 1;
    }

    /** A shot is rendered. @return false if it was before */
    static boolean made(Transaction tx, String jobId, int number, Shot.Made made) {
        return tx.update(
                        "update job_shot set state = 'MADE', frames = ?, frame_rate = ?, sound_rate = ?, sound_channels = ?"
                                + " where job_id = ? and n = ? and state = 'PLANNED'",
                        made.frames(),
                        made.rate(),
                        made.sound() == null ? 0 : made.sound().sampleRate(),
                        made.sound() == null ? 0 : made.sound().channels(),
                        jobId,
                        number)
                == 1;
    }

    /** The film is there: the files of its shots are due. */
    static void cut(Transaction tx, String jobId) {
        tx.update("update job_shot set state = 'CUT' where job_id = ? and state = 'MADE'", jobId);
    }

    /** The files of the shots of a film are deleted. */
    static void gone(Transaction tx, String jobId) {
        tx.update("update job_shot set state = 'GONE' where job_id = ? and state = 'CUT'", jobId);
    }

    /** Jobs of which files of shots are due. */
    static List<String> due(Transaction tx, int limit) {
        return tx.query(
                "select distinct job_id from job_shot where state = 'CUT' fetch first " + limit + " rows only",
                row -> row.text("job_id"));
    }
}
