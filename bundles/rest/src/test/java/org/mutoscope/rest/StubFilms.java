package org.mutoscope.rest;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.ledger.Prices;
import org.mutoscope.core.road.Films;
import org.mutoscope.core.road.Studio.Submitted;

/** Takes every film and remembers it. */
final class StubFilms implements Films {
    private final StubBoard board;
    final List<Film> seen = new CopyOnWriteArrayList<>();
    volatile List<Taken> taken = List.of();

    StubFilms(StubBoard board) {
        this.board = board;
    }

    @Override
    public Submitted submit(Film film) {
        seen.add(film);
        Job job = StubBoard.job("video_film_" + seen.size(), film.accountId(), JobState.QUEUED);
        board.put(job);
        return new Submitted(job, false);
    }

    @Override
    public Prices.Quote quote(Film film) {
        int seconds =
                film.scenes().stream().mapToInt(scene -> scene.shot().seconds()).sum();
        return new Prices.Quote(
                "quote_film",
                new Prices.Price("sprite-1", seconds, FrameSize.parse("720x1280"), 30, "v1"),
                Instant.parse("2026-11-23T12:00:00Z"));
    }

    @Override
    public List<Taken> shots(String jobId) {
        return taken;
    }
}
