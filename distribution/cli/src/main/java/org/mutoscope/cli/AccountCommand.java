package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Accounts. */
@Command(
        name = "account",
        description = "opens and lists accounts",
        mixinStandardHelpOptions = true,
        subcommands = {AccountCommand.Create.class, AccountCommand.Listing.class},
        synopsisSubcommandLabel = "create|list")
final class AccountCommand {
    /** Opens one. */
    @Command(name = "create", description = "opens an account and prints its key, which is shown this once")
    static final class Create extends Client {
        @Parameters(paramLabel = "NAME", description = "name of the account, 1 to 200 characters")
        private String name;

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                description = "creator (default), holder, operator, auditor, admin; may be repeated")
        private List<String> roles;

        @Override
        void run(Api api) {
            ObjectNode body = Api.object().put("name", name);
            if (roles != null) {
                roles.forEach(body.putArray("roles")::add);
            }
            JsonNode answer = api.post("/api/v1/accounts", body);
            show(answer, () -> {
                out().println("account  " + answer.path("account_id").asText());
                out().println("key      " + answer.path("api_key").asText() + "   (shown this once)");
            });
        }
    }

    /** Lists them. */
    @Command(name = "list", description = "lists accounts, oldest first")
    static final class Listing extends Client {
        @Option(names = "--after", paramLabel = "ID", description = "begin after this account")
        private String after;

        @Override
        void run(Api api) {
            JsonNode answer =
                    api.get("/api/v1/accounts?limit=100" + (after == null ? "" : "&after=" + Api.part(after)));
            show(answer, () -> table(answer.path("data"), "account_id", "name", "roles", "created_at"));
        }
    }
}
