package org.mutoscope.backend.remote;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.mutoscope.api.backend.BackendCapabilities;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.backend.remote.job.Limits;
import org.mutoscope.backend.remote.job.RemoteModel;
import org.mutoscope.backend.remote.job.Service;
import org.mutoscope.backend.remote.wire.Call;

/**
 * A service as one configuration describes it. Immutable; a changed configuration makes another one.
 *
 * @param id name of the backend
 * @param base address of the service
 * @param service how it is asked
 * @param call the way there, for outputs
 * @param limits how long and how large
 * @param slots clips at once
 * @param models what it offers
 * @param attributes budgets
 */
record Instance(
        String id,
        URI base,
        Service service,
        Call call,
        Limits limits,
        int slots,
        List<RemoteModel> models,
        Map<String, String> attributes) {

    /**
     * What an adapter adds to what all have in common.
     *
     * @param path of an address that has none
     * @param secrets headers for the service alone
     * @param words words of its own in the entries of models
     * @param cancel whether it can stop a clip
     * @param hours how long it keeps an output; 0 if it does not say
     * @param service makes the adapter
     */
    record Kind(
            String path,
            Map<String, String> secrets,
            Set<String> words,
            boolean cancel,
            int hours,
            BiFunction<URI, Call, Service> service) {}

    /** Reads what all kinds have in common. @throws IllegalArgumentException if the configuration has problems, all of them in the message */
    static Instance of(Setup setup, Kind kind) {
        URI base = setup.base(kind.path());
        Call call = setup.call(base, kind.secrets());
        Limits limits = setup.limits();
        int slots = (int) setup.number("slots", 1, 1024);
        Map<String, String> budget = setup.budget();
        List<RemoteModel> models = setup.models(kind.words(), facts(kind, limits));
        setup.check();
        return new Instance(setup.id(), base, kind.service().apply(base, call), call, limits, slots, models, budget);
    }

    private static Map<String, String> facts(Kind kind, Limits limits) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(ModelOffer.CANCEL, Boolean.toString(kind.cancel()));
        facts.put(ModelOffer.CALLBACK, "false");
        facts.put(
                ModelOffer.REFUND,
                limits.paidEnds().isEmpty()
                        ? "nothing is paid without a clip"
                        : "paid also when " + String.join(" or ", new TreeSet<>(limits.paidEnds())));
        if (kind.hours() > 0) {
            facts.put(ModelOffer.OUTPUT_HOURS, Integer.toString(kind.hours()));
        }
        return facts;
    }

    Optional<RemoteModel> model(String name) {
        return models.stream().filter(model -> model.offer().id().equals(name)).findFirst();
    }

    BackendCapabilities capabilities() {
        return new BackendCapabilities(
                slots, base.getHost(), models.stream().map(RemoteModel::offer).toList(), attributes);
    }
}
