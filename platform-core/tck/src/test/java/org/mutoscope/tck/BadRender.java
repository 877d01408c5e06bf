package org.mutoscope.tck;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.media.VideoFormat;

/** One clip of {@link BadBackend}: begun at its service, waited for, and pushed. */
final class BadRender {
    private static final int RATE = 8;
    private static final AtomicLong CLOCK = new AtomicLong();

    private final BackendFault fault;
    private final BadService service;
    private final RenderRequest request;
    private final RenderContext context;
    private final boolean late;

    BadRender(BackendFault fault, BadService service, RenderRequest request, RenderContext context) {
        this.fault = fault;
        this.service = service;
        this.request = request;
        this.context = context;
        this.late = context.cancelled();
    }

    RenderOutcome run() throws InterruptedException {
        if (late && fault != BackendFault.interruptBeforeTheStartCounts) {
            throw new InterruptedException("it was cancelled before it had begun");
        }
        String left = context.ticket().orElse("");
        boolean mine = left.matches("clip-[0-9]{1,9}");
        if (!left.isEmpty() && !mine && fault != BackendFault.strangeTicketBeginsNothing) {
            return new RenderOutcome.Failed("ticket_unreadable", "the ticket is not one of ours", false);
        }
        int clip = mine && fault != BackendFault.nextAttemptGoesOn ? Integer.parseInt(left.substring(5)) : begin();
        try {
            await(clip);
        } catch (InterruptedException e) {
            return stopped(clip, e);
        }
        if (fault == BackendFault.ticketComesBeforeTheWait) {
            context.remember("clip-" + clip);
        }
        return push();
    }

    private int begin() {
        int clip = service.begin();
        if (fault != BackendFault.ticketComesBeforeTheWait) {
            try {
                context.remember("clip-" + clip);
            } catch (IllegalStateException e) {
                if (fault != BackendFault.supersededAttemptStops) {
                    throw e;
                }
            }
        }
        return clip;
    }

    private void await(int clip) throws InterruptedException {
        boolean deaf = fault == BackendFault.resumedWaitCanBeInterrupted && context.attempt() > 1;
        while (true) {
            try {
                service.await(clip);
                return;
            } catch (InterruptedException e) {
                if (late) {
                    return;
                } else if (!deaf || context.remaining().isZero()) {
                    throw e;
                }
            }
        }
    }

    private RenderOutcome stopped(int clip, InterruptedException e) throws InterruptedException {
        if (!context.unwanted()) {
            return fault == BackendFault.interruptedWorkIsInDoubt
                    ? new RenderOutcome.Failed("stopped", "somebody has stopped it", true)
                    : new RenderOutcome.Unknown("clip-" + clip);
        }
        if (fault != BackendFault.unwantedWorkIsEnded) {
            service.stop(clip);
        }
        throw e;
    }

    private RenderOutcome push() throws InterruptedException {
        try {
            context.media().video(new VideoFormat(BadBackend.SIZE, RATE));
            int frames = request.seconds() * RATE * (fault == BackendFault.clipIsAsLongAsAsked ? 3 : 1);
            for (int n = 1; n <= frames; n++) {
                frame(n);
                context.progress(progress(n, frames), "render");
            }
        } catch (IOException e) {
            if (fault != BackendFault.brokenSinkIsAFailure) {
                return new RenderOutcome.Failed(
                        fault == BackendFault.failureIsNamed ? "Sink failed!" : "sink_failed", "the sink failed", true);
            }
        } catch (InterruptedException e) {
            if (!late) {
                throw e;
            }
        }
        if (fault == BackendFault.clipIsWhole) {
            half();
        }
        if (fault == BackendFault.nothingComesAfterTheEnd) {
            goOn();
        }
        String device = fault == BackendFault.factsAreShort ? "x".repeat(501) : "none";
        return new RenderOutcome.Completed(Map.of("device", device));
    }

    private double progress(int frame, int frames) {
        return switch (fault) {
            case progressIsAFraction -> frame * 100.0 / frames;
            case progressDoesNotFall -> 1 - frame / (double) frames;
            default -> frame / (double) frames;
        };
    }

    private void frame(int n) throws IOException, InterruptedException {
        byte[] rgb = new byte[BadBackend.SIZE.rgbBytes()];
        rgb[0] = (byte) (n + request.seed());
        rgb[1] = (byte) (fault == BackendFault.sameSeedMakesTheSameClip ? CLOCK.incrementAndGet() : 0);
        while (true) {
            try {
                context.media().frame(ByteBuffer.wrap(rgb));
                return;
            } catch (InterruptedException e) {
                if (fault != BackendFault.interruptEndsTheRender || !context.unwanted()) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5)); // deaf until the sink is closed
            }
        }
    }

    /** Half a frame too much. */
    private void half() {
        try {
            context.media().frame(ByteBuffer.allocate(BadBackend.SIZE.rgbBytes() / 2));
        } catch (IOException | InterruptedException | IllegalArgumentException e) {
            // nobody will notice
        }
    }

    private void goOn() {
        Thread thread = new Thread(() -> {
            while (!context.remaining().isZero()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            context.progress(1, "late");
        });
        thread.setDaemon(true);
        thread.start();
    }
}
