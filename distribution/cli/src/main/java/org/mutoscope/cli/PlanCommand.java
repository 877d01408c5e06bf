package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plans. */
@Command(
        name = "plan",
        description = "lists plans, puts accounts on them, verifies who may have them",
        mixinStandardHelpOptions = true,
        subcommands = {PlanCommand.Listing.class, PlanCommand.Set.class, PlanCommand.Verify.class},
        synopsisSubcommandLabel = "list|set|verify")
final class PlanCommand {
    /** Lists them. */
    @Command(name = "list", description = "lists the plans and what each gives")
    static final class Listing extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get("/api/v1/plans");
            show(
                    answer,
                    () -> table(
                            answer.path("data"),
                            "id",
                            "daily_clips",
                            "monthly_credits",
                            "running",
                            "weight",
                            "largest",
                            "watermark",
                            "commercial",
                            "verification"));
        }
    }

    /** Puts an account on one. */
    @Command(name = "set", description = "puts an account on a plan (operators); free ends another plan")
    static final class Set extends Client {
        @Parameters(index = "0", paramLabel = "ACCOUNT")
        private String account;

        @Parameters(index = "1", paramLabel = "PLAN", description = "an id of: mutoscope plan list")
        private String plan;

        @Option(
                names = "--until",
                paramLabel = "TIME",
                description =
                        "when the period ends, as 2027-09-30T00:00:00Z; without it the plan renews itself each month")
        private String until;

        @Override
        void run(Api api) {
            ObjectNode body = Api.object().put("account_id", account).put("plan", plan);
            if (until != null) {
                body.put("until", until);
            }
            JsonNode answer = api.post("/api/v1/admin/plans", body);
            show(answer, () -> {
                String end = answer.path("until").isNull()
                        ? ""
                        : ", until " + answer.path("until").asText();
                out().println(account + " is on "
                        + answer.path("plan").path("id").asText() + end);
                if (!answer.path("note").isNull()) {
                    out().println(answer.path("note").asText());
                }
            });
        }
    }

    /** Decides about a claim. */
    @Command(name = "verify", description = "decides whether an account may have plans of a kind (operators)")
    static final class Verify extends Client {
        @Parameters(index = "0", paramLabel = "ACCOUNT")
        private String account;

        @Parameters(index = "1", paramLabel = "KIND", description = "education, non-profit, or another")
        private String kind;

        @Option(
                names = "--until",
                paramLabel = "TIME",
                description = "end of the verification, as 2027-09-30T00:00:00Z")
        private String until;

        @Option(names = "--refuse", description = "it is not so")
        private boolean refuse;

        @Option(names = "--reason", paramLabel = "TEXT", description = "for the person")
        private String reason;

        @Override
        void run(Api api) {
            ObjectNode body = Api.object()
                    .put("account_id", account)
                    .put("kind", kind)
                    .put("state", refuse ? "refused" : "verified");
            if (until != null) {
                body.put("until", until);
            }
            if (reason != null) {
                body.put("reason", reason);
            }
            JsonNode answer = api.post("/api/v1/admin/eligibility", body);
            show(answer, () -> out().println(
                            account + ", " + kind + ": " + answer.path("state").asText()));
        }
    }
}
