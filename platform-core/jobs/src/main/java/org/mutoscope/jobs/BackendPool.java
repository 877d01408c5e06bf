package org.mutoscope.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.mutoscope.api.backend.BackendCapabilities;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.plugins.Services;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The backends there are, how much room each has, and which one gets a job. Safe for use by several threads. */
final class BackendPool {
    private static final Logger LOG = LoggerFactory.getLogger(BackendPool.class);
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final Duration SHORTEST_REST = Duration.ofMillis(250);
    private static final Duration LONGEST_REST = Duration.ofMinutes(10);

    private final Services<VideoBackend> services;
    private final PartnerCalls calls;
    private final Object refreshing = new Object();
    /** Best first; replaced as a whole under the lock. */
    private List<Seat> seats = List.of();

    private final Set<String> everOffered = ConcurrentHashMap.newKeySet();

    BackendPool(Services<VideoBackend> services, PartnerCalls calls) {
        this.services = services;
        this.calls = calls;
    }

    /** A slot of a backend, taken for one attempt. @param why why this one, for people */
    record Place(Seat seat, Leased<VideoBackend> lease, String why) {}

    /** Whether a model was on offer at any time since the start: then its absence is a fault of the house, not of who asks. */
    boolean everOffered(String model) {
        return everOffered.contains(model);
    }

    /** Looks at what backends there are. May wait for a backend's own code: not for a thread that others wait for. */
    void refresh() {
        synchronized (refreshing) {
            Map<Long, Seat> known = new HashMap<>();
            snapshot().forEach(seat -> known.put(seat.offered.serviceId(), seat));
            List<Seat> fresh = new ArrayList<>();
            for (Offered<VideoBackend> offered : services.all()) {
                Seat seat = known.remove(offered.serviceId());
                fresh.add(seat == null ? seatFor(offered) : lookedAt(seat));
            }
            synchronized (this) {
                known.values().stream()
                        .filter(seat -> seat.running > 0 || seat.offered.state().equals("DRAINING"))
                        .forEach(fresh::add);
                seats = List.copyOf(fresh);
            }
        }
    }

    /** A backend that is known keeps its seat, and those who sit there, whatever it offers now. */
    private Seat lookedAt(Seat seat) {
        if (seat.worthAnotherLook() || seat.changed()) {
            Seat look = seatFor(seat.offered);
            synchronized (this) {
                seat.learn(look);
            }
        }
        return seat;
    }

    private Seat seatFor(Offered<VideoBackend> offered) {
        Optional<Leased<VideoBackend>> lease = offered.lease();
        if (lease.isEmpty()) {
            return new Seat(offered, null, "it has gone");
        }
        try (Leased<VideoBackend> backend = lease.get()) {
            BackendCapabilities capabilities =
                    calls.call(backend, "capabilities", DEADLINE, VideoBackend::capabilities);
            if (capabilities == null) {
                return new Seat(offered, null, "it gave no capabilities");
            }
            capabilities.models().forEach(model -> everOffered.add(model.id()));
            return new Seat(offered, capabilities, null);
        } catch (PartnerFault e) {
            LOG.warn("{}@{} gets no jobs: {}", offered.id(), offered.version(), e.getMessage());
            return new Seat(offered, null, "its capabilities could not be read");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Seat(offered, null, "it was not asked in time");
        }
    }

    /** Whether a backend could begin such a job now. */
    synchronized boolean hasRoom(Need need) {
        return choose(need).isPresent();
    }

    /** Takes a slot for a job, if there is room. */
    Optional<Place> take(Need need) {
        Seat seat;
        String why;
        synchronized (this) {
            Optional<Seat> chosen = choose(need);
            if (chosen.isEmpty()) {
                return Optional.empty();
            }
            seat = chosen.get();
            why = why(seat, need);
            seat.running++;
        }
        Optional<Leased<VideoBackend>> lease = seat.offered.lease();
        if (lease.isEmpty()) {
            giveBack(seat);
            return Optional.empty();
        }
        return Optional.of(new Place(seat, lease.get(), why));
    }

    synchronized void giveBack(Seat seat) {
        seat.running--;
    }

    /** The thread of an attempt did not stop: its slot stays taken and the backend gets nothing more until it has. */
    synchronized void abandoned(Seat seat) {
        seat.abandoned++;
    }

    /** An abandoned thread has ended after all. */
    synchronized void stopped(Seat seat) {
        seat.abandoned--;
    }

    /** Leaves a backend alone for a while. @return how long */
    synchronized Duration rest(Seat seat, Duration asked) {
        Duration rest = asked.compareTo(SHORTEST_REST) < 0
                ? SHORTEST_REST
                : asked.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : asked;
        seat.restsUntil = System.nanoTime() + rest.toNanos();
        return rest;
    }

    /** Backends that offer what is needed, best first, of each stable name the best alone; whether they have room or not. */
    synchronized List<Seat> offering(Need need) {
        Set<String> names = new HashSet<>();
        return seats.stream()
                .filter(seat -> seat.well() && need.metBy(seat.offered.id(), seat.capabilities))
                .filter(seat -> names.add(seat.offered.id()))
                .toList();
    }

    /** Whether a backend of this stable name is there and well. */
    synchronized boolean present(String backendId) {
        return seats.stream().anyMatch(seat -> seat.well() && seat.offered.id().equals(backendId));
    }

    synchronized List<Seat> snapshot() {
        return seats;
    }

    synchronized <R> List<R> read(Predicate<Seat> which, java.util.function.Function<Seat, R> view) {
        return seats.stream().filter(which).map(view).toList();
    }

    synchronized int slots() {
        return seats.stream()
                .filter(Seat::well)
                .mapToInt(s -> s.capabilities.slots())
                .sum();
    }

    /** Why a job is not begun now, for people. */
    synchronized String whyNot(Need need) {
        String wanted = need.model() + ", " + need.size() + ", " + need.seconds() + " s";
        String bound = need.boundTo() == null ? "" : " It waits for " + need.boundTo() + ", which has begun it.";
        List<Seat> able = offering(need);
        if (able.isEmpty()) {
            return "No backend offers " + wanted + " now." + bound;
        }
        return able.stream().map(Seat::sentence).collect(Collectors.joining("; ")) + "." + bound;
    }

    private Optional<Seat> choose(Need need) {
        Seat best = null;
        for (Seat seat : offering(need)) {
            if (!seat.hasRoom()) {
                continue;
            }
            if (best == null) {
                best = seat;
            } else if (seat.equalTo(best) && seat.lessLoadedThan(best)) {
                best = seat;
            }
        }
        return Optional.ofNullable(best);
    }

    private String why(Seat chosen, Need need) {
        String others = offering(need).stream()
                .filter(seat -> seat != chosen)
                .map(Seat::sentence)
                .collect(Collectors.joining("; "));
        return chosen.name() + ", service " + chosen.offered.serviceId() + ", ranking " + chosen.ranking() + ", "
                + chosen.running + " of " + chosen.capabilities.slots() + " slots taken before"
                + (others.isEmpty() ? "; no other offers it" : "; passed over: " + others);
    }
}
