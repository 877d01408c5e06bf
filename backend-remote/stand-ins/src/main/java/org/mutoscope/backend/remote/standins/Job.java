package org.mutoscope.backend.remote.standins;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a service was ordered to make. Used under the lock of its stand-in. */
final class Job {
    /** What becomes of it. */
    enum State {
        QUEUED,
        THROTTLED,
        RUNNING,
        DONE,
        FAILED,
        FILTERED,
        CANCELLED
    }

    final String id;
    final Order order;
    final Instant created = Instant.now();
    private final long begun = System.nanoTime();
    private final Pace pace;
    private final Optional<Trouble> fate;
    private State state = State.QUEUED;
    private int read;
    private int percent;
    private boolean gone;
    private long charged;

    Job(String id, Order order, Pace pace, Optional<Trouble> fate) {
        this.id = id;
        this.order = order;
        this.pace = pace;
        this.fate = fate;
    }

    /** Goes on by one reading. */
    void step() {
        if (ended()) {
            return;
        }
        read++;
        int waiting = has(Fault.THROTTLED) ? (int) fate.orElseThrow().number("polls", 2) : 0;
        if (read <= waiting) {
            state = State.THROTTLED;
            return;
        }
        percent = has(Fault.STUCK) ? 50 : pace.percent(read - waiting, (System.nanoTime() - begun) / 1_000_000);
        state = State.RUNNING;
        if (percent == 100) {
            end();
        }
    }

    private void end() {
        if (has(Fault.FILTERED)) {
            state = State.FILTERED;
        } else if (has(Fault.FAILS) || has(Fault.FAILS_CHARGED)) {
            state = State.FAILED;
        } else {
            state = has(Fault.CANCELLED) ? State.CANCELLED : State.DONE;
        }
        boolean dear = state == State.DONE || has(Fault.FAILS_CHARGED);
        charged = dear ? cost() : 0;
    }

    /** Time passes: it ends as it would have ended, whoever reads it. What is stuck stays so. */
    void finish() {
        if (!ended() && !has(Fault.STUCK)) {
            percent = 100;
            end();
        }
    }

    /** What it costs the one who ordered it, in millionths of a dollar. */
    long cost() {
        return has(Fault.MISPRICED) ? fate.orElseThrow().number("micros", 2 * order.price()) : order.price();
    }

    /** @return whether it was still waiting or running */
    boolean cancel() {
        if (ended()) {
            return false;
        }
        state = State.CANCELLED;
        return true;
    }

    /** From now on its service does not know it. */
    void forget() {
        gone = true;
    }

    /** Whether its service still knows it. */
    boolean known() {
        return !gone && !has(Fault.LOST);
    }

    void charge(long micros) {
        charged = micros;
    }

    long charged() {
        return has(Fault.LOST) ? cost() : charged;
    }

    boolean has(Fault fault) {
        return fate.map(trouble -> trouble.fault() == fault).orElse(false);
    }

    /** The service's code of its failure. */
    String code(String usual) {
        return fate.map(trouble -> trouble.text("code", usual)).orElse(usual);
    }

    State state() {
        return state;
    }

    boolean ended() {
        return state.compareTo(State.RUNNING) > 0;
    }

    int percent() {
        return percent;
    }

    /** Length of what comes out, in seconds. */
    int seconds() {
        return has(Fault.SHORTER) ? Math.max(2, order.seconds() / 2) : order.seconds();
    }

    byte[] clip() {
        return Clips.clip(seconds(), order.wide(), order.sound());
    }

    Map<String, Object> entry() {
        return Answer.map(
                "id",
                id,
                "model",
                order.model(),
                "seconds",
                order.seconds(),
                "size",
                order.size(),
                "sound",
                order.sound(),
                "state",
                state.name().toLowerCase(Locale.ROOT),
                "fault",
                fate.map(trouble -> trouble.fault().word()).orElse(null),
                "price_micros",
                order.price(),
                "charged_micros",
                charged());
    }
}
