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
        description = "opens and lists accounts, blocks making clips, takes an account's things along, deletes it",
        mixinStandardHelpOptions = true,
        subcommands = {
            AccountCommand.Create.class,
            AccountCommand.Listing.class,
            AccountCommand.Block.class,
            AccountCommand.Allow.class,
            AccountAway.Export.class,
            AccountAway.Delete.class,
            AccountAway.Keep.class,
            AccountAway.Show.class
        },
        synopsisSubcommandLabel = "create|list|block-generation|allow-generation|export|delete|keep|deletion")
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

    /** Forbids one to have anything made. */
    @Command(
            name = "block-generation",
            description = "forbids an account to have anything made (operators); looking, deleting and paying go on")
    static final class Block extends Generation {
        @Override
        void run(Api api) {
            set(api, true);
        }
    }

    /** Allows it again. */
    @Command(
            name = "allow-generation",
            description = "lets an account have clips made again (operators), as after generation_blocked")
    static final class Allow extends Generation {
        @Override
        void run(Api api) {
            set(api, false);
        }
    }

    abstract static class Generation extends Client {
        @Parameters(paramLabel = "ID", description = "the account, acct_...")
        private String account;

        final void set(Api api, boolean blocked) {
            JsonNode answer = api.post(
                    "/api/v1/admin/accounts/generation",
                    Api.object().put("account_id", account).put("blocked", blocked));
            show(answer, () -> out().println("generation  "
                    + (answer.path("generation_blocked").asBoolean() ? "blocked" : "allowed") + " for "
                    + answer.path("account_id").asText()));
        }
    }
}
