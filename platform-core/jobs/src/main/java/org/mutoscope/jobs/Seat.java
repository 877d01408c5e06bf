package org.mutoscope.jobs;

import java.util.Objects;
import org.mutoscope.api.backend.BackendCapabilities;
import org.mutoscope.api.backend.Estimate;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.plugins.Offered;
import org.osgi.framework.Constants;

/** One backend service with its slots. Guarded by the {@link BackendPool} that has it. */
final class Seat {
    /** How long a backend that could not say what it offers is left alone. */
    static final long AGAIN_NANOS = java.util.concurrent.TimeUnit.SECONDS.toNanos(10);

    final Offered<VideoBackend> offered;
    BackendCapabilities capabilities;
    String fault;
    private Object offer;
    private long asked = System.nanoTime();
    int running;
    int abandoned;
    long restsUntil = System.nanoTime();
    /** What a standard clip of four seconds costs by its last estimate, in micros; negative while that is not known. */
    volatile long clipMicros = -1;
    /** Whether an estimate of it ever came, and with a cost. */
    private volatile boolean heard;

    private volatile boolean paid;

    /** @param fault why its capabilities are not known, or null */
    Seat(Offered<VideoBackend> offered, BackendCapabilities capabilities, String fault) {
        this.offered = offered;
        this.capabilities = capabilities;
        this.fault = fault;
        this.offer = offer();
    }

    private Object offer() {
        return offered.properties().get(VideoBackend.OFFER);
    }

    /** Whether it says that it offers something else than when it was asked. */
    boolean changed() {
        return !Objects.equals(offer, offer());
    }

    /** Takes over what a new look at the same service found. */
    void learn(Seat look) {
        capabilities = look.capabilities;
        fault = look.fault;
        offer = look.offer;
        asked = look.asked;
    }

    /** Whether it could not say what it offers, and some time has passed since. */
    boolean worthAnotherLook() {
        return fault != null && System.nanoTime() - asked > AGAIN_NANOS;
    }

    /** It was asked how it would make a clip. @param estimate null if it did not say */
    void heard(Estimate estimate, int seconds) {
        heard = true;
        if (estimate != null && estimate.cost().isPresent()) {
            paid = true;
            clipMicros = estimate.cost().get().micros() * 4 / seconds;
        }
    }

    boolean well() {
        return capabilities != null && abandoned == 0 && offered.state().equals("READY");
    }

    boolean hasRoom() {
        return running < capabilities.slots() && !rests();
    }

    /** Whether it said that it is busy, and is left alone. */
    boolean rests() {
        return System.nanoTime() - restsUntil < 0;
    }

    boolean offers(String model) {
        return capabilities.models().stream().anyMatch(offer -> offer.id().equals(model));
    }

    /** Whether a clip may cost something at a service: then it is asked how much before each job. */
    boolean metered(String model) {
        return sells(model) || !heard;
    }

    /** Whether it is known to cost something. */
    boolean sells(String model) {
        return paid
                || Allowance.of(capabilities).limited()
                || capabilities.models().stream()
                        .anyMatch(offer ->
                                offer.id().equals(model) && offer.attributes().containsKey(ModelOffer.PRICE));
    }

    int ranking() {
        return offered.properties().get(Constants.SERVICE_RANKING) instanceof Integer i ? i : 0;
    }

    /** Whether ranking and version leave the choice between the two to their load. */
    boolean equalTo(Seat other) {
        return ranking() == other.ranking() && Objects.equals(offered.version(), other.offered.version());
    }

    /** Compares running clips per slot without dividing. */
    boolean lessLoadedThan(Seat other) {
        return (long) running * other.capabilities.slots() < (long) other.running * capabilities.slots();
    }

    String name() {
        return offered.id() + "@" + offered.version();
    }

    String state() {
        if (offered.state().equals("READY")) {
            return well() ? "READY" : "UNWELL";
        }
        return offered.state();
    }

    /** For the story of a job. */
    String sentence() {
        if (fault != null) {
            return name() + " is unwell (" + fault + ")";
        }
        if (abandoned > 0) {
            return name() + " is unwell (" + abandoned + " of its threads did not stop)";
        }
        if (!offered.state().equals("READY")) {
            return name() + " is " + offered.state().toLowerCase(java.util.Locale.ROOT);
        }
        String load = running + " of " + capabilities.slots() + " slots taken";
        return name() + (rests() ? " rests, having said that it is busy; " : " has ") + load;
    }

    Models.Backend view() {
        return new Models.Backend(
                offered.id(),
                offered.bundle(),
                offered.version(),
                state(),
                capabilities == null ? "" : capabilities.device(),
                capabilities == null ? 0 : capabilities.slots(),
                running,
                capabilities == null
                        ? java.util.List.of()
                        : capabilities.models().stream().map(m -> m.id()).toList());
    }
}
