package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Payouts to holders. */
@Command(
        name = "payout",
        description = "pays holders what is payable",
        mixinStandardHelpOptions = true,
        subcommands = {
            PayoutCommand.Plan.class,
            PayoutCommand.Run.class,
            PayoutCommand.Listing.class,
            PayoutCommand.Tell.class,
            PayoutCommand.Ask.class,
            PayoutCommand.Reverse.class
        },
        synopsisSubcommandLabel = "plan|run|list|tell|ask|reverse")
final class PayoutCommand {
    private static final String ADMIN = "/api/v1/admin/revenue/payouts/";
    private static final String[] COLUMNS = {
        "seq", "id", "holder", "currency", "minor", "withheld", "provider", "destination", "state", "reason"
    };
    private static final String[] DUE = {"holder", "currency", "micros", "minor", "withheld", "provider", "obstacle"};

    private PayoutCommand() {}

    /** What a run would do. */
    @Command(name = "plan", description = "shows what a run would pay now, and why not the rest; changes nothing")
    static final class Plan extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get(ADMIN + "plan");
            show(answer, () -> table(answer.path("data"), DUE));
        }
    }

    /** A run. */
    @Command(name = "run", description = "pays all that are due; two runs at once pay once")
    static final class Run extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.post(ADMIN + "run", Api.object());
            show(answer, () -> {
                out().println(answer.path("id").asText() + ": "
                        + answer.path("payouts").size() + " payouts");
                table(answer.path("payouts"), COLUMNS);
                if (!answer.path("left").isEmpty()) {
                    out().println("not paid:");
                    table(answer.path("left"), DUE);
                }
            });
        }
    }

    /** What was paid. */
    @Command(name = "list", description = "lists payouts, the newest first: yours, for operators all")
    static final class Listing extends Client {
        @Option(names = "--limit", paramLabel = "N", description = "1 to 100, 20 if not said")
        private int limit = 20;

        @Option(names = "--before", paramLabel = "SEQ", description = "goes on after the last one you have")
        private String before = "";

        @Override
        void run(Api api) {
            JsonNode answer = api.get("/api/v1/rights/payouts?limit=" + limit + "&before=" + Api.part(before));
            show(answer, () -> table(answer.path("data"), COLUMNS));
        }
    }

    /** An act on one. */
    abstract static class One extends Client {
        @Parameters(index = "0", paramLabel = "ID")
        private String id;

        abstract ObjectNode body();

        @Override
        void run(Api api) {
            JsonNode answer = api.post(ADMIN + Api.part(id), body());
            show(answer, () -> out().println(id + " is " + answer.path("state").asText()));
        }
    }

    /** The operator's word. */
    @Command(
            name = "tell",
            description = "says what became of a payout: paid or returned; what is returned is payable again")
    static final class Tell extends One {
        @Parameters(index = "1", paramLabel = "paid|returned")
        private String outcome;

        @Option(names = "--reason", paramLabel = "TEXT", description = "why it came back")
        private String reason;

        @Override
        ObjectNode body() {
            ObjectNode body = Api.object().put("outcome", outcome);
            return reason == null ? body : body.put("reason", reason);
        }
    }

    /** The provider's word. */
    @Command(name = "ask", description = "asks the provider what became of a payout")
    static final class Ask extends One {
        @Override
        ObjectNode body() {
            return Api.object().put("outcome", "ask");
        }
    }

    /** Taking back. */
    @Command(name = "reverse", description = "has the provider take a payout back, as far as it can")
    static final class Reverse extends One {
        @Override
        ObjectNode body() {
            return Api.object().put("outcome", "reverse");
        }
    }
}
