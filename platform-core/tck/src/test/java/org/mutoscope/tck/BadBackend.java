package org.mutoscope.tck;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import org.mutoscope.api.backend.BackendCapabilities;
import org.mutoscope.api.backend.Estimate;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.api.media.FrameSize;

/** A backend that does one thing wrong, or nothing. What it offers is here, what it makes in {@link BadRender}. */
final class BadBackend implements VideoBackend {
    static final FrameSize SIZE = new FrameSize(16, 16);
    static final int SLOTS = 2;
    private static final long MICROS = 10_000;

    private final BackendFault fault;
    private final BadService service;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean heldUp;

    BadBackend(BackendFault fault, BadService service) {
        this.fault = fault;
        this.service = service;
    }

    /** Whether the clip is being made during which the kit stops the bundle. */
    boolean heldUp() {
        return heldUp;
    }

    @Override
    public BackendCapabilities capabilities() {
        ModelOffer first = ModelOffer.named("bad-1")
                .licence("none")
                .size(fault == BackendFault.modelsCanBeAskedFor ? "15x17" : "16x16")
                .seconds(1, 2)
                .attribute(ModelOffer.SEED, "true")
                .attribute(ModelOffer.CANCEL, "true")
                .attribute(ModelOffer.OUTPUT_HOURS, fault == BackendFault.attributesCanBeRead ? "a day" : "24")
                .build();
        ModelOffer second = ModelOffer.named("bad-2")
                .licence("none")
                .task(ModelOffer.IMAGE_TO_VIDEO)
                .task(ModelOffer.TEXT_TO_VIDEO)
                .build();
        String device = fault == BackendFault.offerStaysTheSame ? "number " + asked.incrementAndGet() : "none";
        return new BackendCapabilities(
                SLOTS, device, List.of(first, second), Map.of(BackendCapabilities.BUDGET_DAY, "1000000"));
    }

    @Override
    public Estimate estimate(RenderRequest request) {
        if (fault == BackendFault.everyOfferHasAnEstimate && request.seconds() == 2) {
            throw new IllegalArgumentException("that long?");
        }
        if (fault == BackendFault.estimateChangesNothing) {
            service.begin();
        }
        Optional<UpstreamCost> cost =
                fault == BackendFault.budgetHasAPrice ? Optional.empty() : Optional.of(UpstreamCost.usd(MICROS));
        return new Estimate(Duration.ofSeconds(1), SIZE, List.of("It may be bad."), cost);
    }

    @Override
    public RenderOutcome render(RenderRequest request, RenderContext context) throws InterruptedException {
        if (fault == BackendFault.promptStaysInside) {
            Logger.getLogger("bad").fine("rendering " + request.prompt());
        }
        if (running.incrementAndGet() > (fault == BackendFault.slotsWorkAtOnce ? 1 : SLOTS)) {
            running.decrementAndGet();
            return new RenderOutcome.Busy(Duration.ofSeconds(1));
        }
        boolean free = true;
        boolean held = request.jobId().equals("job_tck_stop");
        heldUp |= held;
        try {
            return checked(request, context);
        } catch (InterruptedException e) {
            free = fault != BackendFault.nextClipComesAfterAnInterrupt;
            throw e;
        } finally {
            heldUp &= !held;
            if (free) {
                running.decrementAndGet();
            }
        }
    }

    private RenderOutcome checked(RenderRequest request, RenderContext context) throws InterruptedException {
        boolean known = request.model().matches("bad-[12]");
        if (request.prompt().equals(BadBackendContract.FORBIDDEN)) {
            return refused("not_that_word", "Leave the forbidden word out.");
        } else if (!known && fault != BackendFault.unknownModelIsNotMade) {
            return refused("no_such_model", "There is no such model.");
        } else if (request.model().equals("bad-2") && fault == BackendFault.everythingOfferedIsMade) {
            throw new NoClassDefFoundError("the second model was never finished");
        } else if (fault == BackendFault.nonsenseIsNoFault
                && request.parameters().containsKey("steps")) {
            throw new NumberFormatException(request.parameters().get("steps"));
        } else if (fault == BackendFault.longestPromptIsNoFault
                && request.prompt().length() > 1000) {
            return new RenderOutcome.Failed("too_long_for_me", "the prompt does not fit", true);
        }
        RenderOutcome outcome = new BadRender(fault, service, request, context).run();
        if (outcome instanceof RenderOutcome.Completed) {
            context.cost(
                    UpstreamCost.usd(fault == BackendFault.costStaysWithinTheEstimate ? 2 * MICROS : MICROS), true);
        }
        return outcome;
    }

    private RenderOutcome refused(String code, String message) {
        return new RenderOutcome.Refused(
                code, fault == BackendFault.refusalIsNamed ? "No " + BadBackendContract.FORBIDDEN + " here." : message);
    }
}
