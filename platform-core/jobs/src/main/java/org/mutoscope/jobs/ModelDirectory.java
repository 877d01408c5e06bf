package org.mutoscope.jobs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mutoscope.api.backend.Estimate;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.core.jobs.Candidate;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.jobs.Part;
import org.mutoscope.core.jobs.Placement;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** The models on offer. One model of several backends is one model: it can do what any of them can. */
final class ModelDirectory implements Models {
    private final BackendPool pool;
    private final Fares fares;
    private final Routes routes;
    private final Desk desk;

    ModelDirectory(BackendPool pool, Fares fares, Routes routes, Desk desk) {
        this.pool = pool;
        this.fares = fares;
        this.routes = routes;
        this.desk = desk;
    }

    @Override
    public List<Model> list() {
        return List.copyOf(models(offers()).values());
    }

    @Override
    public List<Backend> backends() {
        return pool.read(seat -> true, Seat::view);
    }

    @Override
    public String defaultName() {
        return desk.config().default_alias();
    }

    @Override
    public Model resolve(String nameOrAlias) {
        return choices(nameOrAlias, "").get(0).model();
    }

    @Override
    public List<Choice> choices(String nameOrAlias, String draw) {
        String name = nameOrAlias == null || nameOrAlias.isBlank() ? defaultName() : nameOrAlias;
        Map<String, Map<String, ModelOffer>> offers = offers();
        Map<String, Model> models = models(offers);
        List<Candidate> candidates = new ArrayList<>(routes.of(name).drawn(draw));
        boolean known = !candidates.isEmpty() || pool.everOffered(name);
        if (models.containsKey(name)) {
            candidates.add(Candidate.of(name));
        }
        List<Choice> choices = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (offered(candidate, offers)) {
                choices.add(new Choice(
                        candidate,
                        model(candidate, models, offers),
                        pool.barred(candidate).orElse(null)));
            }
        }
        if (choices.isEmpty()) {
            throw known ? absent(name) : unknown(name, models);
        }
        return choices;
    }

    private static boolean offered(Candidate candidate, Map<String, Map<String, ModelOffer>> offers) {
        Map<String, ModelOffer> by = offers.getOrDefault(candidate.model(), Map.of());
        return candidate.backend() == null ? !by.isEmpty() : by.containsKey(candidate.backend());
    }

    /** The model; of a candidate that names a backend as that one makes it. */
    private static Model model(
            Candidate candidate, Map<String, Model> models, Map<String, Map<String, ModelOffer>> offers) {
        Model model = models.get(candidate.model());
        return candidate.backend() == null
                ? model
                : new Model(
                        model.id(),
                        offers.get(candidate.model()).get(candidate.backend()),
                        model.aliases(),
                        List.of(candidate.backend()));
    }

    private static Problem absent(String name) {
        return problem(
                Code.NO_BACKEND,
                "No backend offers " + Text.cut(name, 64) + " at the moment. Nothing was charged; try again later.");
    }

    private static Problem unknown(String name, Map<String, Model> models) {
        String known = models.values().stream()
                .flatMap(m -> Stream.concat(Stream.of(m.id()), m.aliases().stream()))
                .collect(Collectors.joining(", "));
        return problem(
                Code.MODEL_NOT_FOUND,
                "There is no model " + Text.cut(name, 64) + ". There are: " + (known.isEmpty() ? "none" : known) + ".");
    }

    private static Problem problem(Code code, String message) {
        return new Problem(code, message, "model", null);
    }

    @Override
    public Placement place(RenderRequest request, List<Candidate> candidates) {
        return placeAll(List.of(request), candidates);
    }

    @Override
    public Placement placeAll(List<RenderRequest> parts, List<Candidate> candidates) {
        RenderRequest request = parts.get(0);
        Candidate first = candidates.get(0);
        Need need = new Need(List.of(first), request.task(), request.size(), request.seconds(), Need.Ties.NONE);
        Problem over = null;
        List<Seat> able = pool.offering(first, need);
        for (Seat seat : inOrder(able, first)) {
            Optional<Estimate> estimate = ask(seat, request);
            if (estimate.isPresent()) {
                seat.heard(estimate.get(), request.seconds());
                long ahead = ahead(seat, estimate.get(), parts);
                Problem not = tooMuch(seat, first, estimate.get(), ahead);
                if (not == null) {
                    return new Placement(candidates, seat.offered.id(), estimate.get(), ahead);
                }
                over = over == null ? not : over;
            }
        }
        if (over != null) {
            throw over;
        }
        throw problem(
                Code.NO_BACKEND,
                able.isEmpty()
                        ? "No backend offers " + request.model() + " in " + request.size() + " for " + request.seconds()
                                + " s at the moment."
                        : "The backends that offer " + request.model()
                                + " do not answer at the moment. Nothing was charged; try again later.");
    }

    /** What all parts after the first cost. Parts of the same kind are asked for once; one of which nothing is heard counts like the first, by its seconds. */
    private long ahead(Seat seat, Estimate estimate, List<RenderRequest> parts) {
        if (estimate.cost().isEmpty()) {
            return 0;
        }
        UpstreamCost first = estimate.cost().get();
        Map<Part, Long> known = new HashMap<>();
        known.put(part(parts.get(0)), first.micros());
        long ahead = 0;
        for (RenderRequest request : parts.subList(1, parts.size())) {
            Long cost = known.computeIfAbsent(part(request), kind -> ask(seat, request)
                    .flatMap(Estimate::cost)
                    .filter(said -> said.currency().equals(first.currency()))
                    .map(UpstreamCost::micros)
                    .orElseGet(() -> Fares.alike(first.micros(), parts.get(0).seconds(), request.seconds())));
            ahead = Math.addExact(ahead, cost);
        }
        return ahead;
    }

    private static Part part(RenderRequest request) {
        return new Part(request.task(), request.seconds());
    }

    /** Those that get jobs now before those that rest. */
    private List<Seat> inOrder(List<Seat> able, Candidate candidate) {
        List<Seat> order = new ArrayList<>(able);
        order.removeIf(seat -> pool.not(seat, candidate).isPresent());
        able.stream().filter(seat -> !order.contains(seat)).forEach(order::add);
        return order;
    }

    /** Why the estimate is beyond what the route or the budget allows; null if it is not. */
    private Problem tooMuch(Seat seat, Candidate candidate, Estimate estimate, long ahead) {
        if (estimate.cost().isEmpty()) {
            return null;
        }
        String backend = seat.offered.id();
        if (estimate.cost().get().micros() > candidate.most("cost")) {
            return problem(
                    Code.TOO_DEAR_UPSTREAM,
                    "The backend " + backend + " would cost more for this clip than the route of " + candidate.model()
                            + " allows, and no other can make it now. Nothing was charged; ask for a shorter or smaller one.");
        }
        Spending.Payer payer = new Spending.Payer(backend, Allowance.of(seat.capabilities));
        UpstreamCost first = estimate.cost().get();
        UpstreamCost all = new UpstreamCost(Math.addExact(first.micros(), ahead), first.currency());
        Optional<String> lacking = desk.storage().read(tx -> Spending.lacks(tx, payer, all));
        if (lacking.isEmpty()) {
            return null;
        }
        desk.storage().write(tx -> {
            Spending.tell(tx, backend, lacking.get());
            return null;
        });
        return Spending.spent(backend, lacking.get());
    }

    private Optional<Estimate> ask(Seat seat, RenderRequest request) {
        Optional<Leased<VideoBackend>> lease = seat.offered.lease();
        if (lease.isEmpty()) {
            return Optional.empty();
        }
        try (Leased<VideoBackend> backend = lease.get()) {
            return Optional.ofNullable(fares.estimate(backend, request));
        } catch (PartnerFault e) {
            return Optional.empty(); // logged where it was called; the next best is asked
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** What a backend offers at one moment: its seat may learn of another offer at any time. */
    private record Offering(String backend, List<ModelOffer> models) {}

    /** Of each model the offers by backend, best first; of two versions only the newer gets jobs. */
    private Map<String, Map<String, ModelOffer>> offers() {
        Map<String, Map<String, ModelOffer>> offers = new TreeMap<>();
        pool.read(Seat::well, seat -> new Offering(seat.offered.id(), seat.capabilities.models()))
                .forEach(offering -> offering.models()
                        .forEach(model -> offers.computeIfAbsent(model.id(), id -> new LinkedHashMap<>())
                                .putIfAbsent(offering.backend(), model)));
        return offers;
    }

    private Map<String, Model> models(Map<String, Map<String, ModelOffer>> offers) {
        Map<String, List<String>> names = new HashMap<>();
        routes.all().forEach((alias, route) -> route.candidates().stream()
                .filter(candidate -> offered(candidate, offers))
                .findFirst()
                .ifPresent(candidate -> names.computeIfAbsent(candidate.model(), m -> new ArrayList<>())
                        .add(alias)));
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
