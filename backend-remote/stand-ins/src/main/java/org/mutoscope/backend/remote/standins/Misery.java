package org.mutoscope.backend.remote.standins;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Gives answers badly. */
final class Misery {
    private static final int DROPS = 20;
    private static final int GULP = 64 << 10;
    private static final String ON_PURPOSE = "The stand-in was told to say so.";

    private final Pause pause;

    Misery(Pause pause) {
        this.pause = pause;
    }

    /** What is said where nothing is done. */
    static Answer instead(Service service, Trouble trouble) {
        return switch (trouble.fault()) {
            case BUSY -> service.error(429, "rate_limit_exceeded", ON_PURPOSE);
            case BUSY_LATER -> service.error(429, "rate_limit_exceeded", ON_PURPOSE)
                    .with("Retry-After", Long.toString(trouble.number("seconds", 1)));
            case UNAUTHORIZED -> service.error(401, "invalid_api_key", ON_PURPOSE);
            case REFUSED -> service.error(400, trouble.text("code", "invalid_value"), ON_PURPOSE);
            case NOT_FOUND -> service.error(404, "not_found", ON_PURPOSE);
            case REDIRECT -> Answer.empty(302).with("Location", trouble.text("to", "http://127.0.0.1:9/"));
            case EXPIRED -> service.expired();
            case CUT_BEFORE, HANG_BEFORE -> Answer.empty(0);
            case UNAVAILABLE -> Answer.page(503, "Back soon");
            default -> service.error(500, "server_error", ON_PURPOSE);
        };
    }

    /** What is said where everything was done. */
    static Answer after(Service service, Trouble trouble, Answer good) {
        return switch (trouble.fault()) {
            case ERROR_AFTER -> service.error(500, "server_error", ON_PURPOSE);
            case GATEWAY_AFTER -> Answer.page(502, "Bad gateway");
            case GARBAGE -> good.body("\u0000{\"id\": tru".getBytes(StandardCharsets.UTF_8));
            case EMPTY -> good.body(new byte[0]);
            case WRONG_TYPE -> Answer.page(200, "Welcome");
            case WRONG_BYTES -> good.body(Clips.picture("picture.png"));
            default -> good;
        };
    }

    /** @return whether the connection serves another request */
    boolean deliver(Line line, Answer answer, Optional<Trouble> trouble) throws IOException {
        Trouble bad = trouble.orElse(null);
        switch (bad == null ? Fault.FAILS : bad.fault()) {
            case CUT_BEFORE, CUT_AFTER -> line.cut();
            case HANG_BEFORE, HANG_AFTER -> {
                pause.hold(bad.number("millis", 120_000));
                line.cut();
            }
            case HALF -> {
                line.begin(answer, answer.body().length);
                line.write(Arrays.copyOf(answer.body(), answer.body().length / 2));
                line.cut();
            }
            case SLOW -> drip(line, answer, bad.number("millis", 3_000));
            case HUGE -> flood(line, answer, bad.number("bytes", 64L << 30));
            default -> {
                line.send(answer);
                return true;
            }
        }
        return false;
    }

    private void drip(Line line, Answer answer, long millis) throws IOException {
        byte[] all = answer.body();
        line.begin(answer, all.length);
        int drop = Math.max(1, all.length / DROPS);
        for (int at = 0; at < all.length; at += drop) {
            line.write(Arrays.copyOfRange(all, at, Math.min(all.length, at + drop)));
            pause.hold(millis / DROPS);
        }
    }

    private static void flood(Line line, Answer answer, long bytes) throws IOException {
        line.begin(answer, bytes);
        line.write(Arrays.copyOf(answer.body(), (int) Math.min(bytes, answer.body().length)));
        byte[] gulp = new byte[GULP];
        for (long sent = answer.body().length; sent < bytes; sent += GULP) {
            line.write(Arrays.copyOf(gulp, (int) Math.min(GULP, bytes - sent)));
        }
    }
}
