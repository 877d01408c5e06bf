package org.mutoscope.core.jobs;

import java.util.List;
import org.mutoscope.api.backend.Estimate;
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

    /** Asks the backend that would get the request how it would render it. @throws org.mutoscope.core.problem.Problem {@code no_backend} */
    Estimate estimate(RenderRequest request);

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
