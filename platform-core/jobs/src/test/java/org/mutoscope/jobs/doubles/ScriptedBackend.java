package org.mutoscope.jobs.doubles;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.mutoscope.api.backend.BackendCapabilities;
import org.mutoscope.api.backend.Estimate;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.api.media.FrameSize;

/** A backend that does what a test says. Counts how many run at once and keeps the order in which jobs came. */
public final class ScriptedBackend implements VideoBackend {
    /** What one rendering does. */
    @FunctionalInterface
    public interface Script {
        /** Renders. */
        RenderOutcome render(RenderRequest request, RenderContext context) throws Exception;
    }

    /** Ids of jobs, in the order in which they came. */
    public final Queue<String> jobs = new ConcurrentLinkedQueue<>();
    /** How many run now. */
    public final AtomicInteger running = new AtomicInteger();
    /** The most that ever ran at once. */
    public final AtomicInteger most = new AtomicInteger();

    private volatile BackendCapabilities capabilities;
    private volatile Script script;
    private volatile UpstreamCost cost;

    /** A backend for one model, in 64x64 and 720x1280, for 4 and 8 seconds. */
    public ScriptedBackend(String model, int slots, Script script) {
        this(model, slots, script, ModelOffer.TEXT_TO_VIDEO);
    }

    /** The same with other tasks. */
    public ScriptedBackend(String model, int slots, Script script, String... tasks) {
        this.script = script;
        ModelOffer.Builder named =
                ModelOffer.named(model).size("64x64").size("720x1280").seconds(4, 8);
        for (String task : tasks) {
            named.task(task);
        }
        ModelOffer offer = named.build();
        this.capabilities = new BackendCapabilities(slots, "test", List.of(offer), Map.of());
    }

    /** A backend that is done at once. */
    public static ScriptedBackend instant(String model, int slots) {
        return new ScriptedBackend(model, slots, (request, context) -> done());
    }

    /** The usual answer. */
    public static RenderOutcome done() {
        return new RenderOutcome.Completed(Map.of("device", "test"));
    }

    /** Does something else from now on. */
    public void script(Script other) {
        script = other;
    }

    /** Says from now on that each clip costs at most so many micros of US dollars. */
    public ScriptedBackend costs(long micros) {
        cost = UpstreamCost.usd(micros);
        return this;
    }

    /** Has a budget from the start; call it before the backend is added. */
    public ScriptedBackend budget(long day, long month) {
        Map<String, String> attributes = Map.of(
                BackendCapabilities.BUDGET_DAY, String.valueOf(day),
                BackendCapabilities.BUDGET_MONTH, String.valueOf(month));
        capabilities = new BackendCapabilities(capabilities.slots(), "test", capabilities.models(), attributes);
        return this;
    }

    /** Offers other models from now on. */
    public void offers(String... models) {
        capabilities = new BackendCapabilities(
                capabilities.slots(),
                "test",
                java.util.Arrays.stream(models)
                        .map(model -> ModelOffer.named(model)
                                .size("64x64")
                                .size("720x1280")
                                .seconds(4, 8)
                                .build())
                        .toList(),
                Map.of());
    }

    @Override
    public BackendCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public Estimate estimate(RenderRequest request) {
        return new Estimate(Duration.ofSeconds(1), new FrameSize(64, 64), List.of(), Optional.ofNullable(cost));
    }

    @Override
    public RenderOutcome render(RenderRequest request, RenderContext context) throws InterruptedException {
        jobs.add(request.jobId());
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            return script.render(request, context);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw sneaky(e);
        } finally {
            running.decrementAndGet();
        }
    }

    @SuppressWarnings("unchecked") // a partner's code may throw what it likes
    private static <E extends Exception> RuntimeException sneaky(Exception e) throws E {
        throw (E) e;
    }
}
