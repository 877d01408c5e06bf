package org.mutoscope.backend.local;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which worker is replaced next after the model folders have changed. Every change begins a generation, and a worker is of the one in which it was started, so
 * that a change while it starts is not lost. Workers are replaced one after the other; if a start begins to fail with what the folders hold now, those that
 * serve are left alone until one has succeeded. Not thread-safe.
 *
 * @param <W> a worker
 */
final class Renewal<W> {
    private static final long NEVER = -1;

    /** Where one worker after the other is started. */
    static final class Seat {
        private long started = NEVER;
        private long failingSince = NEVER;
    }

    private record Place(Seat seat, long generation) {}

    private final List<Seat> seats = new ArrayList<>();
    private final Map<W, Place> ready = new HashMap<>();
    private long generation;
    private Seat renewing;

    /** One more seat. */
    Seat seat() {
        Seat seat = new Seat();
        seats.add(seat);
        return seat;
    }

    /** The model folders have changed. */
    void changed() {
        generation++;
    }

    /** A worker is about to be started; it will read the folders as they are from now on. */
    void starting(Seat seat) {
        seat.started = generation;
    }

    /** It is ready. */
    void ready(Seat seat, W worker) {
        ready.put(worker, new Place(seat, seat.started));
        seat.failingSince = NEVER;
        over(seat);
    }

    /** It could not be started. A seat that failed before the change says nothing against the change. */
    void failed(Seat seat) {
        if (seat.failingSince == NEVER) {
            seat.failingSince = seat.started;
        }
        over(seat);
    }

    private void over(Seat seat) {
        if (renewing == seat) {
            renewing = null;
        }
    }

    /** A worker that was ready has ended. */
    void gone(W worker) {
        ready.remove(worker);
    }

    /** The worker to be replaced now, if any; the next one is named when its successor is ready. @param free workers that do nothing */
    Optional<W> next(Collection<W> free) {
        boolean suspect = seats.stream().anyMatch(seat -> seat.failingSince == generation);
        boolean proven = ready.values().stream().anyMatch(place -> place.generation() == generation);
        if (renewing != null || suspect && !proven) {
            return Optional.empty();
        }
        Optional<W> next = free.stream()
                .filter(worker -> ready.containsKey(worker) && ready.get(worker).generation() < generation)
                .findFirst();
        next.ifPresent(worker -> renewing = ready.get(worker).seat());
        return next;
    }
}
