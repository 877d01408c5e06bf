package org.mutoscope.rest;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Models by the OpenAI API: the names that can be asked for now, aliases included. */
final class ModelsResource {
    private final House house;

    ModelsResource(House house) {
        this.house = house;
    }

    /** Lists the names. */
    Answer list(Ask ask) {
        return Answer.json(Json.object("object", "list")
                .and("data", names().stream().map(ModelsResource::model).toList()));
    }

    /** Shows one. */
    Answer show(Ask ask) {
        String id = ask.path("id");
        if (!names().contains(id)) {
            throw new Problem(
                    Code.MODEL_NOT_FOUND,
                    "There is no such model now. There are: " + String.join(", ", names()) + ".",
                    "model",
                    null);
        }
        return Answer.json(model(id));
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (Models.Model model : house.models().list()) {
            names.add(model.id());
            names.addAll(model.aliases());
        }
        return names;
    }

    private static Map<String, Object> model(String name) {
        // The SDKs require a date; when somebody else's weights were made is not known here.
        return Json.object("id", name).and("object", "model").and("created", 0).and("owned_by", "mutoscope");
    }
}
