package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What stores sent and how the books stand. */
@Command(
        name = "billing",
        description = "shows what stores sent, and how the books stand",
        mixinStandardHelpOptions = true,
        subcommands = {BillingCommand.Notices.class, BillingCommand.Books.class, BillingCommand.Reconcile.class},
        synopsisSubcommandLabel = "notices|books|reconcile")
final class BillingCommand {
    private static final String NOTICES = "/api/v1/admin/billing/notices";
    private static final String BOOKS = "/api/v1/billing/reconciliation";

    /** The inbox. */
    @Command(name = "notices", description = "lists notices of stores, newest first, or has one read again")
    static final class Notices extends Client {
        @Option(
                names = "--state",
                paramLabel = "STATE",
                description = "received, waiting, provider_absent, done, refused or unknown_type")
        private String state;

        @Option(names = "--replay", paramLabel = "ID", description = "have this notice read again")
        private Long replay;

        @Override
        void run(Api api) {
            if (replay != null) {
                JsonNode answer = api.post(NOTICES + "/" + replay + "/replay", Api.object());
                show(answer, () -> out().println("notice " + replay + " will be read again"));
                return;
            }
            JsonNode answer = api.get(NOTICES + "?limit=100" + (state == null ? "" : "&state=" + Api.part(state)));
            show(
                    answer,
                    () -> table(
                            answer.path("data"), "id", "received_at", "provider", "state", "type", "attempts", "note"));
        }
    }

    /** The books. */
    @Command(name = "books", description = "shows what is not booked and why; exit code 1 if book and ledger differ")
    static final class Books extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get(BOOKS);
            show(answer, () -> {
                table(answer.path("providers"), "provider", "present", "read_to", "full_at", "missed", "note");
                if (!answer.path("open").isEmpty()) {
                    out().println();
                    table(answer.path("open"), "state", "provider", "environment", "purchase_id", "product_id", "note");
                }
                answer.path("differences").forEach(d -> out().println(d.asText()));
            });
            if (!answer.path("differences").isEmpty()) {
                throw new Failure(Failure.REFUSED, "book and ledger differ; see the sentences above");
            }
        }
    }

    /** One account. */
    @Command(name = "reconcile", description = "asks the stores about each purchase of an account")
    static final class Reconcile extends Client {
        @Parameters(paramLabel = "ACCOUNT")
        private String account;

        @Override
        void run(Api api) {
            JsonNode answer = api.post(BOOKS, Api.object().put("account_id", account));
            show(answer, () -> {
                answer.path("differences").forEach(d -> out().println(d.asText()));
                if (answer.path("differences").isEmpty()) {
                    out().println("nothing differs");
                }
            });
        }
    }
}
