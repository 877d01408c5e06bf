package org.mutoscope.backend.remote.job;

import java.util.Map;
import org.mutoscope.api.backend.ModelOffer;

/**
 * A model at a service.
 *
 * @param offer what the platform is told
 * @param upstream its name there: a model, an endpoint or a file
 * @param audio whether it delivers sound
 * @param price what a clip of it costs
 * @param words what else the configuration says about it, for the adapter
 */
public record RemoteModel(
        ModelOffer offer, String upstream, boolean audio, PriceRule price, Map<String, String> words) {
    /** Copies the map. */
    public RemoteModel {
        words = Map.copyOf(words);
    }
}
