package org.mutoscope.rest;

import java.util.Map;
import java.util.TreeMap;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.core.jobs.Models;

/** What is on offer. */
final class OffersResource {
    private final House house;

    OffersResource(House house) {
        this.house = house;
    }

    /** Lists models with what can be asked of each. */
    Answer models(Ask ask) {
        return Answer.json(Json.object(
                "data",
                house.models().list().stream().map(OffersResource::model).toList()));
    }

    private static Map<String, Object> model(Models.Model model) {
        ModelOffer offer = model.offer();
        return Json.object("id", model.id())
                .and("title", offer.title())
                .and("licence", offer.licence())
                .and("tasks", offer.tasks().stream().sorted().toList())
                .and(
                        "sizes",
                        offer.sizes().stream().map(Object::toString).sorted().toList())
                .and("seconds", offer.seconds().stream().sorted().toList())
                .and("attributes", attributes(offer))
                .and("aliases", model.aliases())
                .and("backends", model.backends());
    }

    /** Of a list of words only how many there are: some are longer than all else together. */
    private static Map<String, String> attributes(ModelOffer offer) {
        Map<String, String> attributes = new TreeMap<>(offer.attributes());
        attributes.computeIfPresent(
                ModelOffer.VOCABULARY, (name, words) -> words.split(";", 2)[0].split(",").length + " words");
        return attributes;
    }
}
