package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Orders that a person must look at. */
@Command(
        name = "review",
        description = "orders that a person must look at before they run: takes them, decides about them, appeals",
        mixinStandardHelpOptions = true,
        subcommands = {
            ReviewCommand.Listing.class,
            ReviewCommand.Show.class,
            ReviewCommand.Claim.class,
            ReviewCommand.Decide.class,
            ReviewCommand.Appeal.class
        },
        synopsisSubcommandLabel = "list|show|claim|decide|appeal")
final class ReviewCommand {
    private static final String OWN = "/api/v1/reviews";
    private static final String DESK = "/api/v1/admin/reviews";

    /** One that is shown whole. */
    abstract static class Shown extends Client {
        void whole(JsonNode answer) {
            show(answer, () -> {
                out().println(answer.path("id").asText() + "  "
                        + answer.path("state").asText()
                        + (answer.path("urgent").asBoolean() ? "  urgent" : "") + "  until "
                        + answer.path("ends_at").asText());
                line(answer, "category");
                line(answer, "sentence");
                line(answer, "appeal");
                line(answer, "text");
                answer.path("guards").forEach(guard -> {
                    out().println(guard.path("guard").asText() + ": "
                            + (guard.path("reason").isNull()
                                    ? "passed"
                                    : guard.path("reason").asText()));
                    if (!guard.path("findings").isEmpty()) {
                        table(guard.path("findings"), "kind", "subject", "start", "end", "confidence");
                    }
                });
                answer.path("offences").properties().forEach(one -> out().println(
                                "refused before for " + one.getKey() + ": " + one.getValue()));
            });
        }

        private void line(JsonNode answer, String name) {
            String text = answer.path(name).asText("");
            if (!text.isEmpty() && !text.equals("null")) {
                out().println(name + ": " + text);
            }
        }
    }

    /** All. */
    @Command(name = "list", description = "lists what waits, the most urgent first; your own orders with --own")
    static final class Listing extends Client {
        @Option(
                names = "--state",
                paramLabel = "STATE",
                description = "open, allowed, refused, appealed, expired, gone")
        private String state;

        @Option(names = "--own", description = "your own orders")
        private boolean own;

        @Override
        void run(Api api) {
            String path = (own ? OWN : DESK) + "?limit=100" + (state == null ? "" : "&state=" + Api.part(state));
            JsonNode answer = api.get(path);
            show(
                    answer,
                    () -> table(
                            answer.path("data"),
                            "id",
                            "state",
                            "urgent",
                            "asked_at",
                            "ends_at",
                            "claimed_by",
                            "offences"));
        }
    }

    /** One. */
    @Command(name = "show", description = "shows an order; its text only to who has claimed it")
    static final class Show extends Shown {
        @Parameters(paramLabel = "VIDEO")
        private String id;

        @Option(names = "--own", description = "one of your own")
        private boolean own;

        @Override
        void run(Api api) {
            whole(api.get((own ? OWN : DESK) + "/" + Api.part(id)));
        }
    }

    /** To look at it. */
    @Command(name = "claim", description = "takes an order to look at, without a name the first that waits (operators)")
    static final class Claim extends Shown {
        @Parameters(paramLabel = "VIDEO", arity = "0..1")
        private String id;

        @Override
        void run(Api api) {
            whole(api.post(DESK + (id == null ? "/next" : "/" + Api.part(id) + "/claim"), Api.object()));
        }
    }

    /** Yes or no. */
    @Command(name = "decide", description = "allows or refuses an order that you have claimed (operators)")
    static final class Decide extends Client {
        @Parameters(paramLabel = "VIDEO")
        private String id;

        @Option(names = "--allow", negatable = true, required = true, description = "allow it, or not")
        private boolean allow;

        @Option(names = "--category", paramLabel = "WORD", description = "why not, in a word: deception")
        private String category;

        @Option(names = "--sentence", paramLabel = "TEXT", description = "why not, for the creator")
        private String sentence;

        @Option(names = "--duty", paramLabel = "NAME=VALUE", description = "what it is allowed with; may be repeated")
        private Map<String, String> duties = Map.of();

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "for the file")
        private String reason;

        @Override
        void run(Api api) {
            ObjectNode body = Api.object().put("allow", allow).put("reason", reason);
            ClipCommand.put(body, "category", category);
            ClipCommand.put(body, "sentence", sentence);
            if (!duties.isEmpty()) {
                duties.forEach(body.putObject("duties")::put);
            }
            JsonNode answer = api.post(DESK + "/" + Api.part(id), body);
            show(answer, () -> out().println(id + " is " + answer.path("state").asText()));
        }
    }

    /** Another look. */
    @Command(name = "appeal", description = "asks another reviewer to look at your order that was refused")
    static final class Appeal extends Client {
        @Parameters(paramLabel = "VIDEO")
        private String id;

        @Option(names = "--why", paramLabel = "TEXT", required = true, description = "what was overlooked")
        private String why;

        @Override
        void run(Api api) {
            JsonNode answer =
                    api.post(OWN + "/" + Api.part(id) + "/appeal", Api.object().put("why", why));
            show(answer, () -> out().println(id + " is " + answer.path("state").asText()));
        }
    }
}
