package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commercial licences by contract. */
@Command(
        name = "deal",
        description = "commercial licences by contract: quoted, accepted, invoiced, paid by an import",
        mixinStandardHelpOptions = true,
        subcommands = {
            DealCommand.Quote.class,
            DealCommand.Accept.class,
            DealCommand.Withdraw.class,
            DealCommand.Bill.class,
            DealCommand.End.class,
            DealCommand.Deals.class,
            DealCommand.Invoices.class
        },
        synopsisSubcommandLabel = "quote|accept|withdraw|bill|end|list|invoices")
final class DealCommand {
    private static final String DEALS = "/api/v1/revenue/deals";

    /** A new one. */
    @Command(
            name = "quote",
            description = "quotes a licence (the subject's holder, or an operator)",
            mixinStandardHelpOptions = true)
    static final class Quote extends Client {
        @Parameters(index = "0", paramLabel = "SUBJECT")
        private String subject;

        @Option(names = "--buyer", paramLabel = "ACCOUNT", required = true, description = "who may accept it")
        private String buyer;

        @Option(names = "--currency", paramLabel = "CODE", required = true, description = "as EUR")
        private String currency;

        @Option(
                names = "--price",
                paramLabel = "N",
                required = true,
                description = "minor units, invoiced when it is accepted; 0 is possible")
        private long price;

        @Option(
                names = "--guarantee",
                paramLabel = "N",
                description = "minor units that are invoiced in all at least; the price if it is not given")
        private Long guarantee;

        @Option(names = "--from", paramLabel = "MOMENT", required = true, description = "as 2026-12-01T00:00:00Z")
        private String from;

        @Option(names = "--to", paramLabel = "MOMENT", required = true, description = "first moment after it")
        private String to;

        @Option(
                names = "--part",
                paramLabel = "ACCOUNT=PPM",
                description =
                        "part of a holder in millionths; repeatable; all to the subject's holder if there is none")
        private Map<String, Long> parts = Map.of();

        @Option(names = "--text", paramLabel = "TEXT", required = true, description = "what it allows, on one line")
        private String text;

        @Override
        void run(Api api) {
            ObjectNode body = Api.object()
                    .put("subject", subject)
                    .put("buyer", buyer)
                    .put("currency", currency)
                    .put("price", price)
                    .put("from", from)
                    .put("to", to)
                    .put("text", text);
            if (guarantee != null) {
                body.put("guarantee", guarantee);
            }
            if (!parts.isEmpty()) {
                parts.forEach(body.putObject("split")::put);
            }
            JsonNode answer = api.post(DEALS, body);
            show(answer, () -> out().println(answer.path("id").asText() + "  quoted"));
        }
    }

    /** A step without more to say. */
    abstract static class Step extends Client {
        @Parameters(paramLabel = "DEAL")
        String id;

        abstract String path();

        @Override
        void run(Api api) {
            JsonNode answer = api.post(path(), Api.object());
            show(answer, () -> out().println(id + " is " + answer.path("state").asText()));
        }
    }

    /** Yes. */
    @Command(
            name = "accept",
            description = "accepts a quote; its price is invoiced at once",
            mixinStandardHelpOptions = true)
    static final class Accept extends Step {
        @Override
        String path() {
            return DEALS + "/" + Api.part(id) + "/accept";
        }
    }

    /** Never mind. */
    @Command(name = "withdraw", description = "takes a quote back", mixinStandardHelpOptions = true)
    static final class Withdraw extends Step {
        @Override
        String path() {
            return DEALS + "/" + Api.part(id) + "/withdraw";
        }
    }

    /** Its end. */
    @Command(
            name = "end",
            description = "ends a deal whose time is over; what is missing to its guarantee is invoiced (operators)",
            mixinStandardHelpOptions = true)
    static final class End extends Step {
        @Override
        String path() {
            return RevenuePeriods.ADMIN + "deals/" + Api.part(id) + "/end";
        }
    }

    /** An invoice. */
    @Command(name = "bill", description = "invoices use beyond the price (operators)", mixinStandardHelpOptions = true)
    static final class Bill extends Client {
        @Parameters(index = "0", paramLabel = "DEAL")
        private String id;

        @Parameters(index = "1", paramLabel = "N", description = "minor units")
        private long minor;

        @Option(names = "--text", paramLabel = "TEXT", required = true, description = "what it is for")
        private String text;

        @Option(
                names = "--once",
                paramLabel = "KEY",
                required = true,
                description = "the same key again is the same invoice, for example the month")
        private String key;

        @Override
        void run(Api api) {
            JsonNode answer = api.post(
                    RevenuePeriods.ADMIN + "deals/" + Api.part(id) + "/invoices",
                    Api.object().put("minor", minor).put("text", text).put("key", key));
            show(answer, () -> out().println("invoice " + answer.path("number").asText()));
        }
    }

    /** All. */
    @Command(
            name = "list",
            description = "lists deals you are a party of; for operators all",
            mixinStandardHelpOptions = true)
    static final class Deals extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get(DEALS + "?limit=1000");
            show(
                    answer,
                    () -> table(
                            answer.path("data"),
                            "id",
                            "subject",
                            "buyer",
                            "state",
                            "currency",
                            "price",
                            "guarantee",
                            "invoiced",
                            "paid"));
        }
    }

    /** Its invoices. */
    @Command(name = "invoices", description = "lists the invoices of a deal", mixinStandardHelpOptions = true)
    static final class Invoices extends Client {
        @Parameters(paramLabel = "DEAL")
        private String id;

        @Override
        void run(Api api) {
            JsonNode answer = api.get(DEALS + "/" + Api.part(id) + "/invoices");
            show(
                    answer,
                    () -> table(answer.path("data"), "number", "kind", "currency", "minor", "paid", "state", "text"));
        }
    }
}
