package org.mutoscope.core.jobs;

import java.util.List;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderRequest;
import org.osgi.annotation.versioning.ProviderType;

/** The models on offer at this moment and the names they go by. */
@ProviderType
public interface Models {
    /** Models that some backend offers, by id. */
    List<Model> list();

    /** Backends, those that drain included. */
    List<Backend> backends();

    /**
     * Finds the offer behind a model name or alias. Null or blank asks for the default alias.
     *
     * @throws org.mutoscope.core.problem.Problem {@code model_not_found} naming the models there are; {@code no_backend} if the name is an
     *     alias or a model known from before and no backend offers it now
     */
    Model resolve(String nameOrAlias);

    /** The alias that a request without a model asks for. */
    String defaultName();

    /**
     * The candidates behind a name or alias of which some backend offers the model now, best first; of a weighted route in an order drawn anew at each call.
     * At least one. Null or blank asks for the default alias.
     *
     * @param draw requests with the same text draw the same order; null for any
     * @throws org.mutoscope.core.problem.Problem as {@link #resolve}
     */
    List<Choice> choices(String nameOrAlias, String draw);

    /**
     * Finds the backend that would get a request, and asks how it would render it. Looks at the budget and reserves nothing.
     *
     * @param request for the model of the first candidate
     * @param candidates that one, which alone is asked for, then those that may take its place
     * @throws org.mutoscope.core.problem.Problem {@code no_backend}; {@code budget_spent}; {@code too_dear_upstream}
     */
    Placement place(RenderRequest request, List<Candidate> candidates);

    /**
     * The same for a job that is made in parts: what its backend takes for all of them must fit into its budget.
     *
     * @param parts in order, at least one
     */
    default Placement placeAll(List<RenderRequest> parts, List<Candidate> candidates) {
        return place(parts.get(0), candidates);
    }

    /** A candidate and the model it leads to. @param not why it should get no jobs now, or null */
    record Choice(Candidate candidate, Model model, String not) {}

    /** A model on offer. @param aliases public names that lead to it @param backends ids of backends that offer it */
    record Model(String id, ModelOffer offer, List<String> aliases, List<String> backends) {}

    /** A backend. @param state READY, DRAINING, UNWELL @param running clips it renders now */
    record Backend(
            String id,
            String bundle,
            String version,
            String state,
            String device,
            int slots,
            int running,
            List<String> models) {}
}
