package org.mutoscope.pipeline;

import java.util.List;
import org.mutoscope.core.ledger.Prices;
import org.mutoscope.core.road.Films;
import org.mutoscope.core.road.Studio.Submitted;
import org.mutoscope.core.storage.UnitOfWork;

/** Takes orders of films, tells their prices, and how their shots stand. */
final class FilmDesk implements Films {
    private final Road road;
    private final FrontDesk desk;
    private final FilmLimits limits;
    private final UnitOfWork storage;

    FilmDesk(Road road, FrontDesk desk, FilmLimits limits, UnitOfWork storage) {
        this.road = road;
        this.desk = desk;
        this.limits = limits;
        this.storage = storage;
    }

    @Override
    public Submitted submit(Film film) {
        return road.admit(film);
    }

    @Override
    public Prices.Quote quote(Film film) {
        return desk.quote(passed -> limits.check(film, passed));
    }

    @Override
    public List<Taken> shots(String jobId) {
        return storage.read(tx -> ShotTable.of(tx, jobId)).stream()
                .map(shot -> new Taken(
                        shot.number(),
                        shot.scene(),
                        shot.made() == null ? State.PLANNED : State.MADE,
                        shot.made() == null ? 0 : shot.made().milliseconds()))
                .toList();
    }
}
