package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** The ledger. */
@Command(
        name = "ledger",
        description = "checks the ledger",
        mixinStandardHelpOptions = true,
        subcommands = LedgerCommand.Verify.class,
        synopsisSubcommandLabel = "verify")
final class LedgerCommand {
    /** Recomputes it. */
    @Command(name = "verify", description = "recomputes every invariant; exit code 1 if one does not hold")
    static final class Verify extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.post("/api/v1/admin/ledger/verify", Api.object());
            show(answer, () -> {
                answer.path("problems").forEach(p -> out().println(p.asText()));
                if (answer.path("ok").asBoolean()) {
                    out().println("the ledger is sound");
                }
            });
            if (!answer.path("ok").asBoolean()) {
                throw new Failure(
                        Failure.REFUSED, "the ledger does not add up; stop selling and look at the sentences above");
            }
        }
    }
}
