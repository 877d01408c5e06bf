package org.mutoscope.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.mutoscope.api.backend.Estimate;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** The models on offer. One model of several backends is one model: it can do what any of them can. */
final class ModelDirectory implements Models {
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final BackendPool pool;
    private final PartnerCalls calls;
    private final Supplier<JobsConfig> settings;

    ModelDirectory(BackendPool pool, PartnerCalls calls, Supplier<JobsConfig> settings) {
        this.pool = pool;
        this.calls = calls;
        this.settings = settings;
    }

    @Override
    public List<Model> list() {
        return List.copyOf(byId().values());
    }

    @Override
    public List<Backend> backends() {
        return pool.read(seat -> true, Seat::view);
    }

    @Override
    public String defaultName() {
        return settings.get().default_alias();
    }

    @Override
    public Model resolve(String nameOrAlias) {
        JobsConfig config = settings.get();
        String name = nameOrAlias == null || nameOrAlias.isBlank() ? defaultName() : nameOrAlias;
        Map<String, Model> models = byId();
        List<String> candidates = new ArrayList<>(Aliases.of(config).getOrDefault(name, List.of()));
        boolean known = !candidates.isEmpty() || pool.everOffered(name);
        candidates.add(name);
        return candidates.stream()
                .filter(models::containsKey)
                .map(models::get)
                .findFirst()
                .orElseThrow(() -> known ? absent(name) : unknown(name, models));
    }

    private static Problem absent(String name) {
        return new Problem(
                Code.NO_BACKEND,
                "No backend offers " + Text.cut(name, 64) + " at the moment. Nothing was charged; try again later.",
                "model",
                null);
    }

    private static Problem unknown(String name, Map<String, Model> models) {
        String known = models.values().stream()
                .flatMap(m -> java.util.stream.Stream.concat(java.util.stream.Stream.of(m.id()), m.aliases().stream()))
                .collect(Collectors.joining(", "));
        return new Problem(
                Code.MODEL_NOT_FOUND,
                "There is no model " + Text.cut(name, 64) + ". There are: " + (known.isEmpty() ? "none" : known) + ".",
                "model",
                null);
    }

    @Override
    public Estimate estimate(RenderRequest request) {
        List<Seat> able = pool.offering(Need.of(request));
        for (Seat seat : able) {
            Optional<Estimate> estimate = ask(seat, request);
            if (estimate.isPresent()) {
                return estimate.get();
            }
        }
        throw new Problem(
                Code.NO_BACKEND,
                able.isEmpty()
                        ? "No backend offers " + request.model() + " in " + request.size() + " for " + request.seconds()
                                + " s at the moment."
                        : "The backends that offer " + request.model()
                                + " do not answer at the moment. Nothing was charged; try again later.",
                "model",
                null);
    }

    private Optional<Estimate> ask(Seat seat, RenderRequest request) {
        Optional<Leased<VideoBackend>> lease = seat.offered.lease();
        if (lease.isEmpty()) {
            return Optional.empty();
        }
        try (Leased<VideoBackend> backend = lease.get()) {
            return Optional.ofNullable(calls.call(backend, "estimate", DEADLINE, b -> b.estimate(request)));
        } catch (PartnerFault e) {
            return Optional.empty(); // logged where it was called; the next best is asked
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** What a backend offers at one moment: its seat may learn of another offer at any time. */
    private record Offering(String backend, List<ModelOffer> models) {}

    private Map<String, Model> byId() {
        // Of each model the offers by backend, best first; of two versions only the newer gets jobs.
        Map<String, Map<String, ModelOffer>> offers = new TreeMap<>();
        pool.read(Seat::well, seat -> new Offering(seat.offered.id(), seat.capabilities.models()))
                .forEach(offering -> offering.models()
                        .forEach(model -> offers.computeIfAbsent(model.id(), id -> new LinkedHashMap<>())
                                .putIfAbsent(offering.backend(), model)));
        Map<String, List<String>> names = Aliases.leadingTo(settings.get(), offers.keySet());
        Map<String, Model> models = new LinkedHashMap<>();
        offers.forEach((id, by) -> models.put(
                id,
                new Model(
                        id,
                        by.values().stream().reduce(ModelDirectory::join).orElseThrow(),
                        names.getOrDefault(id, List.of()),
                        List.copyOf(by.keySet()))));
        return models;
    }

    private static ModelOffer join(ModelOffer a, ModelOffer b) {
        return new ModelOffer(
                a.id(),
                a.title(),
                a.licence(),
                union(a.tasks(), b.tasks()),
                any(a.sizes(), b.sizes()),
                any(a.seconds(), b.seconds()),
                a.attributes()); // what the best of them says
    }

    /** Joins two sets of which an empty one stands for everything. */
    private static <T> Set<T> any(Set<T> a, Set<T> b) {
        return a.isEmpty() || b.isEmpty() ? Set.of() : union(a, b);
    }

    private static <T> Set<T> union(Set<T> a, Set<T> b) {
        Set<T> all = new HashSet<>(a);
        all.addAll(b);
        return all;
    }
}
