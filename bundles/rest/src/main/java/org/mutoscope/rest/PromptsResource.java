package org.mutoscope.rest;

import java.io.IOException;
import java.util.Map;
import org.mutoscope.api.creation.PromptAdviser.Change;
import org.mutoscope.core.road.Prompts;

/** Better words for prompts, as a suggestion: nothing is ordered or kept. */
final class PromptsResource {
    private final House house;

    PromptsResource(House house) {
        this.house = house;
    }

    /** Suggests other words. */
    Answer assist(Ask ask) throws IOException {
        Prompts prompts = house.prompts();
        Fields fields = Asked.json(ask);
        Prompts.Advice advice = prompts.assist(
                ask.caller().accountId(), fields.text("prompt"), fields.text("model"), fields.text("adviser"));
        return Answer.json(Json.object("original", advice.original())
                .and("suggestion", advice.suggestion())
                .and(
                        "changes",
                        advice.changes().stream().map(PromptsResource::change).toList())
                .and("unknown", advice.unknown())
                .and("by", advice.by())
                .and("remarks", advice.remarks()));
    }

    private static Map<String, Object> change(Change change) {
        return Json.object("from", change.from()).and("to", change.to()).and("why", change.why());
    }
}
