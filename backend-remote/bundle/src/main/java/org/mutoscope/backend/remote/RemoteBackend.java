package org.mutoscope.backend.remote;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.mutoscope.api.backend.BackendCapabilities;
import org.mutoscope.api.backend.Estimate;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.backend.remote.job.Claims;
import org.mutoscope.backend.remote.job.Order;
import org.mutoscope.backend.remote.job.RemoteJob;
import org.mutoscope.backend.remote.job.RemoteModel;
import org.mutoscope.backend.remote.job.Shop;

/** The service that a configuration becomes. What it offers may change while clips are made: those go on as they began. */
final class RemoteBackend implements VideoBackend {
    private static final Duration FIRST_GUESS = Duration.ofMinutes(1);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final ModelOffer NOTHING = ModelOffer.named("withdrawn").build();

    private final Clock clock;
    private final Claims claims = new Claims();
    private final Map<String, Duration> seen = new ConcurrentHashMap<>();
    private volatile Instance instance;
    private int running;
    private Runnable whenIdle;

    RemoteBackend(Instance instance, Clock clock) {
        this.instance = instance;
        this.clock = clock;
    }

    /** Offers something else from now on. */
    void becomes(Instance next) {
        instance = next;
    }

    /** Offers nothing any more. */
    void withdraw() {
        instance = withoutModels(instance);
    }

    /** @param action runs once, when nothing is being made; perhaps at once */
    void whenIdle(Runnable action) {
        synchronized (this) {
            if (running > 0) {
                whenIdle = action;
                return;
            }
        }
        action.run();
    }

    private static Instance withoutModels(Instance from) {
        return new Instance(
                from.id(), from.base(), from.service(), from.call(), from.limits(), from.slots(), List.of(), Map.of());
    }

    @Override
    public BackendCapabilities capabilities() {
        Instance now = instance;
        return now.models().isEmpty()
                ? new BackendCapabilities(1, now.base().getHost(), List.of(NOTHING), Map.of())
                : now.capabilities();
    }

    @Override
    public Estimate estimate(RenderRequest request) {
        RemoteModel model = instance.model(request.model())
                .orElseThrow(() -> new IllegalArgumentException("no model " + request.model()));
        long micros = new Order(request, model, "estimate").micros();
        Optional<UpstreamCost> cost = micros == 0 ? Optional.empty() : Optional.of(UpstreamCost.usd(micros));
        return new Estimate(seen.getOrDefault(request.model(), FIRST_GUESS), request.size(), List.of(), cost);
    }

    @Override
    public RenderOutcome render(RenderRequest request, RenderContext context) throws InterruptedException {
        Instance now = begin();
        try {
            Optional<RemoteModel> model = now.model(request.model());
            return model.isPresent() ? render(now, model.get(), request, context) : new RenderOutcome.Busy(RETRY);
        } finally {
            end();
        }
    }

    private RenderOutcome render(Instance now, RemoteModel model, RenderRequest request, RenderContext context)
            throws InterruptedException {
        if (!model.offer().tasks().contains(request.task())
                || !model.offer().delivers(request.size(), request.seconds())) {
            return new RenderOutcome.Refused(
                    "model_cannot_do_this",
                    model.offer().title() + " does not do " + request.task() + " at " + request.size() + " for "
                            + request.seconds() + " s");
        }
        long begun = System.nanoTime();
        Order order = new Order(request, model, request.jobId() + "-" + context.attempt());
        Shop shop = new Shop(now.service(), now.call(), now.limits(), claims);
        RenderOutcome outcome =
                new RemoteJob(shop, context, clock).run(order, now.base().toString());
        if (outcome instanceof RenderOutcome.Completed) {
            learn(request.model(), Duration.ofNanos(System.nanoTime() - begun));
        }
        return outcome;
    }

    /** The mean of what was seen, the last clip counting for a quarter. */
    private void learn(String model, Duration took) {
        seen.merge(model, took, (old, last) -> old.multipliedBy(3).plus(last).dividedBy(4));
    }

    private synchronized Instance begin() {
        running++;
        return instance;
    }

    private void end() {
        Runnable action = null;
        synchronized (this) {
            if (--running == 0) {
                action = whenIdle;
                whenIdle = null;
            }
        }
        if (action != null) {
            action.run();
        }
    }
}
