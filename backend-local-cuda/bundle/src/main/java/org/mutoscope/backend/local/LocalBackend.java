package org.mutoscope.backend.local;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.mutoscope.api.backend.BackendCapabilities;
import org.mutoscope.api.backend.Estimate;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.api.media.MediaReader;
import org.mutoscope.worker.caption.Vocabulary;

/** The service: what the workers offer, and the way to them. */
final class LocalBackend implements VideoBackend {
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int MOST_WORDS_NAMED = 10;
    private static final int LONGEST_WORD = 40;

    private final WorkerPool pool;
    private final int slots;
    private final Supplier<MediaReader> reader;
    private volatile Greeting greeting;
    // Learnt from each clip: what a frame takes depends on what else the machine does.
    private final Map<String, Double> frameMillis = new ConcurrentHashMap<>();

    /** @param reader the platform's media reader, or null while there is none */
    LocalBackend(WorkerPool pool, Greeting greeting, int slots, Supplier<MediaReader> reader) {
        this.pool = pool;
        this.slots = slots;
        this.reader = reader;
        offers(greeting);
    }

    /** Offers something else from now on; renders that have begun go on. */
    void offers(Greeting next) {
        // First what estimates need, then the offer that lets them be asked for.
        next.models().forEach(model -> frameMillis.putIfAbsent(model.id(), model.frameMillis()));
        greeting = next;
    }

    private Optional<OfferedModel> model(String id) {
        return greeting.models().stream().filter(model -> model.id().equals(id)).findFirst();
    }

    @Override
    public BackendCapabilities capabilities() {
        Greeting now = greeting;
        return new BackendCapabilities(
                slots,
                now.device(),
                now.models().stream().map(OfferedModel::offer).toList(),
                Map.of(
                        "mutoscope.local.provider", now.provider(),
                        "mutoscope.local.not-cuda-because", now.reason(),
                        "mutoscope.local.onnxruntime", now.runtime()));
    }

    @Override
    public Estimate estimate(RenderRequest request) {
        OfferedModel model =
                model(request.model()).orElseThrow(() -> new IllegalArgumentException("no model " + request.model()));
        int frames = model.framesPerSecond() * request.seconds();
        Duration duration = Duration.ofMillis(Math.round(frameMillis.get(model.id()) * frames));
        return new Estimate(duration, model.renderedSize(request.size()), remarks(model, request.prompt()));
    }

    private static List<String> remarks(OfferedModel model, String prompt) {
        List<String> unknown = model.vocabulary().map(words -> words.read(prompt)).stream()
                .map(Vocabulary.Caption::unknown)
                .flatMap(List::stream)
                .toList();
        if (unknown.isEmpty()) {
            return List.of();
        }
        List<String> named = unknown.stream()
                .limit(MOST_WORDS_NAMED)
                .map(word -> word.length() > LONGEST_WORD ? word.substring(0, LONGEST_WORD) + "..." : word)
                .toList();
        String more = unknown.size() > named.size() ? " and " + (unknown.size() - named.size()) + " more" : "";
        return List.of(model.offer().title() + " does not know: " + String.join(", ", named) + more);
    }

    @Override
    public RenderOutcome render(RenderRequest request, RenderContext context) throws InterruptedException {
        Optional<OfferedModel> offered = model(request.model());
        if (offered.isEmpty()) {
            // It was taken away between the choice of this backend and now: the host will have heard by the next try.
            return new RenderOutcome.Busy(RETRY);
        }
        OfferedModel model = offered.get();
        if (!model.offer().tasks().contains(request.task())
                || !model.offer().delivers(request.size(), request.seconds())) {
            return new RenderOutcome.Refused(
                    "model_cannot_do_this",
                    model.offer().title() + " does not do " + request.task() + " at " + request.size() + " for "
                            + request.seconds() + " s");
        }
        Optional<WorkerProcess> worker = pool.lease(model.id());
        if (worker.isEmpty()) {
            return new RenderOutcome.Busy(RETRY);
        }
        try {
            RenderCall.Order order = RenderCall.Order.of(model, request, context, reader.get());
            return named(model, RenderCall.run(worker.get(), order));
        } catch (IOException e) {
            return new RenderOutcome.Failed(
                    "input_unreadable", "the clip's input could not be read: " + e.getMessage(), true);
        } finally {
            pool.giveBack(worker.get());
        }
    }

    /** Adds what every clip should tell, and learns from its time. */
    private RenderOutcome named(OfferedModel model, RenderOutcome outcome) {
        if (!(outcome instanceof RenderOutcome.Completed completed)) {
            return outcome;
        }
        Map<String, String> facts = new LinkedHashMap<>(completed.facts());
        facts.put("device", greeting.device());
        facts.put("provider", greeting.provider());
        learn(model.id(), facts);
        return new RenderOutcome.Completed(facts);
    }

    private void learn(String model, Map<String, String> facts) {
        // A pipeline that does not tell its time keeps the first estimate.
        if (facts.containsKey("denoise_ms") && facts.containsKey("frames")) {
            frameMillis.put(
                    model, Double.parseDouble(facts.get("denoise_ms")) / Double.parseDouble(facts.get("frames")));
        }
    }
}
