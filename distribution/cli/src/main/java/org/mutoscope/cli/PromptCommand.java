package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prompts. */
@Command(
        name = "prompt",
        description = "helps with the words of a prompt",
        mixinStandardHelpOptions = true,
        subcommands = PromptCommand.Assist.class,
        synopsisSubcommandLabel = "assist")
final class PromptCommand {
    /** Suggests other words. */
    @Command(
            name = "assist",
            description = "suggests better words and shows what would change; costs no credits, orders nothing")
    static final class Assist extends Client {
        @Parameters(paramLabel = "PROMPT")
        private String prompt;

        @Option(names = "--model", description = "who will make the clip (default: the platform's)")
        private String model;

        @Option(
                names = "--adviser",
                paramLabel = "NAME",
                description = "who advises; words: the model's own list of words (default: the best adviser there is)")
        private String adviser;

        @Override
        void run(Api api) {
            ObjectNode request = Api.object().put("prompt", prompt);
            ClipCommand.put(request, "model", model);
            ClipCommand.put(request, "adviser", adviser);
            JsonNode advice = api.post("/api/v1/prompts/assist", request);
            show(advice, () -> inWords(advice));
        }

        private void inWords(JsonNode advice) {
            advice.path("remarks").forEach(remark -> err().println(remark.asText()));
            out().println(advice.path("suggestion").asText());
            for (JsonNode change : advice.path("changes")) {
                String from = change.path("from").asText();
                String to = change.path("to").asText();
                String line = from.isEmpty() ? "  + " + to : to.isEmpty() ? "  - " + from : "  " + from + " -> " + to;
                String why = change.path("why").asText();
                out().println(why.isEmpty() ? line : line + "   (" + why + ")");
            }
            List<String> unknown = new ArrayList<>();
            advice.path("unknown").forEach(word -> unknown.add(word.asText()));
            if (!unknown.isEmpty()) {
                out().println("the model does not know: " + String.join(", ", unknown));
            }
        }
    }
}
