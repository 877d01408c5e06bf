package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Credits of an account. */
@Command(
        name = "credits",
        description = "shows credits by lot",
        subcommands = {CreditsCommand.Grant.class, CreditsCommand.History.class})
final class CreditsCommand extends Client {
    @Option(names = "--account", paramLabel = "ID", description = "another account (operators)")
    private String account;

    @Override
    void run(Api api) {
        JsonNode answer = api.get("/api/v1/credits" + (account == null ? "" : "?account=" + Api.part(account)));
        show(answer, () -> {
            out().printf(
                            "available %s   held %s   debt %s%n",
                            answer.path("available").asText(),
                            answer.path("held").asText(),
                            answer.path("debt").asText());
            table(answer.path("lots"), "lot_id", "source", "granted", "remaining", "held", "expires_at");
        });
    }

    /** Gives credits. */
    @Command(name = "grant", description = "gives credits to an account (operators)")
    static final class Grant extends Client {
        @Parameters(index = "0", paramLabel = "ACCOUNT")
        private String account;

        @Parameters(index = "1", paramLabel = "CREDITS", description = "a whole number, at least 1")
        private long credits;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; stands in the audit")
        private String reason;

        @Override
        void run(Api api) {
            JsonNode answer = api.post(
                    "/api/v1/admin/credits/grant",
                    Api.object()
                            .put("account_id", account)
                            .put("credits", credits)
                            .put("reason", reason));
            show(answer, () -> out().println("granted " + credits + " credits to " + account));
        }
    }

    /** Shows postings. */
    @Command(name = "history", description = "shows postings, newest first")
    static final class History extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get("/api/v1/credits/history?limit=50");
            show(answer, () -> table(answer.path("data"), "at", "kind", "cause", "amount", "balance_after"));
        }
    }
}
