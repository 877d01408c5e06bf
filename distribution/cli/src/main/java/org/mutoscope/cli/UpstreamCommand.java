package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What services cost. */
@Command(
        name = "upstream",
        description = "shows what backends spend at services (operators)",
        mixinStandardHelpOptions = true,
        subcommands = {UpstreamCommand.Listing.class, UpstreamCommand.Report.class, UpstreamCommand.Reopen.class},
        synopsisSubcommandLabel = "list|report|reopen")
final class UpstreamCommand {
    /** Lists budgets. */
    @Command(name = "list", description = "lists budgets of today and this month, in millionths of US dollars")
    static final class Listing extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get("/api/v1/upstream");
            show(answer, () -> {
                table(
                        answer.path("data"),
                        "backend",
                        "period",
                        "limit_micros",
                        "spent_micros",
                        "reserved_micros",
                        "left_micros");
                answer.path("stopped").forEach(stop -> out().println(
                                "stopped: " + stop.path("model").asText() + " of "
                                        + stop.path("backend").asText() + ", since "
                                        + stop.path("reason").asText()));
            });
        }
    }

    /** Tells what was left over. */
    @Command(name = "report", description = "what a month's clips earned and cost, in millionths of US dollars")
    static final class Report extends Client {
        @Option(names = "--month", paramLabel = "MONTH", description = "for example 2026-11; this month without it")
        private String month;

        @Override
        void run(Api api) {
            JsonNode answer = api.get("/api/v1/upstream/report" + (month == null ? "" : "?month=" + Api.part(month)));
            show(answer, () -> {
                table(
                        answer.path("data"),
                        "backend",
                        "model",
                        "jobs",
                        "credits",
                        "earned_micros",
                        "spent_micros",
                        "open_micros",
                        "margin_micros");
                out().println(answer.path("month").asText() + ": earned "
                        + answer.path("earned_micros").asText() + ", spent "
                        + answer.path("spent_micros").asText() + ", left "
                        + answer.path("margin_micros").asText() + " micros of US dollars");
            });
        }
    }

    /** Lets a model go on. */
    @Command(
            name = "reopen",
            description = "lets a model have jobs again that was stopped since it took more than was said")
    static final class Reopen extends Client {
        @Parameters(index = "0", paramLabel = "BACKEND")
        private String backend;

        @Parameters(index = "1", paramLabel = "MODEL")
        private String model;

        @Override
        void run(Api api) {
            JsonNode answer = api.post(
                    "/api/v1/upstream/reopen",
                    Api.object().put("backend", backend).put("model", model));
            show(answer, () -> out().println(model + " of " + backend + " gets jobs again"));
        }
    }
}
