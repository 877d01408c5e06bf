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
import org.mutoscope.api.backend.BackendCapabilities;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.core.jobs.Candidate;
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
    private final Breakers breakers;
    private final Object refreshing = new Object();
    /** Best first; replaced as a whole under the lock. */
    private List<Seat> seats = List.of();

    private long freed;

    private final Set<String> everOffered = ConcurrentHashMap.newKeySet();

    BackendPool(Services<VideoBackend> services, PartnerCalls calls, Breakers breakers) {
        this.services = services;
        this.breakers = breakers;
        this.calls = calls;
    }

    /** A slot of a backend, taken for one attempt. @param candidate what it is to make @param why why this one, for people */
    record Place(Seat seat, Leased<VideoBackend> lease, Candidate candidate, String why) {
        String backendId() {
            return seat.offered.id();
        }
    }

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

    /** How often a slot was given back. One who looks at several needs in turn notes it first, see {@link #hasRoom}. */
    synchronized long freed() {
        return freed;
    }

    /**
     * Whether a backend could begin such a job now. A slot that became free after the look began does not count in it: who asked before, and whose turn it was,
     * was told that there is none. Whoever gave it back has the next look begin.
     *
     * @param seen {@link #freed} when the look began
     */
    synchronized boolean hasRoom(Need need, long seen) {
        return freed == seen && choose(need).isPresent();
    }

    /** Takes a slot for a job, if there is room. */
    Optional<Place> take(Need need) {
        Pick pick;
        String why;
        synchronized (this) {
            Optional<Pick> chosen = choose(need);
            if (chosen.isEmpty()) {
                return Optional.empty();
            }
            pick = chosen.get();
            why = why(pick, need);
            pick.seat.running++;
            breakers.begun(pick.seat.offered.id(), pick.candidate.model());
        }
        Optional<Leased<VideoBackend>> lease = pick.seat.offered.lease();
        if (lease.isEmpty()) {
            breakers.ended(pick.seat.offered.id(), pick.candidate.model(), Breakers.Went.UNKNOWN, 0);
            giveBack(pick.seat);
            return Optional.empty();
        }
        return Optional.of(new Place(pick.seat, lease.get(), pick.candidate, why));
    }

    synchronized void giveBack(Seat seat) {
        seat.running--;
        freed++;
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

    /** Backends that offer what a candidate is to make, best first, of each stable name the best alone; whether they have room or not. */
    synchronized List<Seat> offering(Candidate candidate, Need need) {
        Set<String> names = new HashSet<>();
        return seats.stream()
                .filter(seat -> seat.well() && need.metBy(candidate, seat.offered.id(), seat.capabilities))
                .filter(seat -> names.add(seat.offered.id()))
                .toList();
    }

    /** Why none of the backends of a candidate should get jobs now; empty if one should. */
    synchronized Optional<String> barred(Candidate candidate) {
        List<String> reasons = new ArrayList<>();
        for (Seat seat : seats) {
            boolean his = candidate.backend() == null || candidate.backend().equals(seat.offered.id());
            if (seat.well() && his && seat.offers(candidate.model())) {
                Optional<String> not = not(seat, candidate);
                if (not.isEmpty()) {
                    return not;
                }
                reasons.add(not.get());
            }
        }
        return Optional.of(reasons.isEmpty() ? "no backend offers it" : String.join("; ", reasons));
    }

    /** Why a backend that offers it gets no such job now, for other reasons than want of room. */
    Optional<String> not(Seat seat, Candidate candidate) {
        if (seat.rests()) {
            return Optional.of(seat.sentence());
        }
        String id = seat.offered.id();
        return breakers.not(id, candidate.model())
                .or(() -> breakers.beyond(id, candidate))
                .map(reason -> seat.name() + " " + reason);
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

    /** What a backend may spend, as it says now. */
    synchronized Allowance allowance(String backendId) {
        return seats.stream()
                .filter(seat -> seat.capabilities != null && seat.offered.id().equals(backendId))
                .findFirst()
                .map(seat -> Allowance.of(seat.capabilities))
                .orElse(Allowance.NONE);
    }

    synchronized int slots() {
        return seats.stream()
                .filter(Seat::well)
                .mapToInt(s -> s.capabilities.slots())
                .sum();
    }

    /** Why a job is not begun now, for people. */
    synchronized String whyNot(Need need) {
        String wanted = need.models() + ", " + need.size() + ", " + need.seconds() + " s";
        String bound = need.boundTo() == null ? "" : " It waits for " + need.boundTo() + ", which has begun it.";
        List<String> able = sentences(need, null);
        if (able.isEmpty()) {
            return "No backend offers " + wanted + " now." + bound;
        }
        return String.join("; ", able) + "." + bound;
    }

    /** A backend and what it is to make. */
    private record Pick(Seat seat, Candidate candidate) {}

    /** Of the first candidate that should get jobs now, the best backend that has room; those that failed this job come last. */
    private Optional<Pick> choose(Need need) {
        if (need.boundTo() == null && !need.ties().avoided().isEmpty()) {
            Optional<Pick> other = choose(need, false);
            if (other.isPresent() || waits(need)) {
                return other;
            }
        }
        return choose(need, true);
    }

    /** Whether somebody who has not failed the job would take it, and has no room at this moment. */
    private boolean waits(Need need) {
        return need.open().stream()
                .anyMatch(candidate -> !fit(candidate, need, false).isEmpty());
    }

    private Optional<Pick> choose(Need need, boolean avoided) {
        for (Candidate candidate : need.open()) {
            List<Seat> fit = fit(candidate, need, avoided);
            if (!fit.isEmpty()) {
                return best(fit).map(seat -> new Pick(seat, candidate)); // a full one is worth waiting for
            }
        }
        return Optional.empty();
    }

    private List<Seat> fit(Candidate candidate, Need need, boolean avoided) {
        boolean bound = need.boundTo() != null; // who has begun it finishes it, however he fares
        return offering(candidate, need).stream()
                .filter(seat -> avoided || !need.avoids(seat.offered.id()))
                .filter(seat -> bound ? !seat.rests() : not(seat, candidate).isEmpty())
                .toList();
    }

    private static Optional<Seat> best(List<Seat> fit) {
        Seat best = null;
        for (Seat seat : fit) {
            if (!seat.hasRoom()) {
                continue;
            }
            if (best == null || (seat.equalTo(best) && seat.lessLoadedThan(best))) {
                best = seat;
            }
        }
        return Optional.ofNullable(best);
    }

    private String why(Pick chosen, Need need) {
        Seat seat = chosen.seat;
        List<String> others = sentences(need, chosen);
        String made = need.candidates().size() > 1 ? "making " + chosen.candidate.name() + ", " : "";
        return seat.name() + ", " + made + "service " + seat.offered.serviceId() + ", ranking " + seat.ranking() + ", "
                + seat.running + " of " + seat.capabilities.slots() + " slots taken before"
                + (others.isEmpty() ? "; no other offers it" : "; passed over: " + String.join("; ", others));
    }

    /** What is to be said of each backend of each candidate, but for the chosen one. */
    private List<String> sentences(Need need, Pick chosen) {
        List<String> all = new ArrayList<>();
        for (Candidate candidate : need.open()) {
            String made = need.candidates().size() > 1 ? candidate.name() + ": " : "";
            List<Seat> able = offering(candidate, need);
            if (able.isEmpty() && need.candidates().size() > 1) {
                all.add(made + "no backend offers it");
            }
            able.stream()
                    .filter(seat -> chosen == null || seat != chosen.seat || !candidate.equals(chosen.candidate))
                    .forEach(seat -> all.add(made
                            + not(seat, candidate).orElseGet(seat::sentence)
                            + (need.avoids(seat.offered.id()) ? ", and failed this job before" : "")));
        }
        return all;
    }
}
