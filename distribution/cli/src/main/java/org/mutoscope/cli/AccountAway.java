package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Taking along what belongs to an account, and leaving. Without an id it is about the account of the key. */
final class AccountAway {
    private AccountAway() {}

    private static String path(String account, String what) {
        return account == null ? "/api/v1/account/" + what : "/api/v1/admin/accounts/" + Api.part(account) + "/" + what;
    }

    /** Saves it. */
    @Command(
            name = "export",
            description = "saves everything that belongs to the account as a zip: clips, files, prompts, ledger")
    static final class Export extends Client {
        @Parameters(arity = "0..1", paramLabel = "ID", description = "another account (operators)")
        private String account;

        @Option(
                names = "--out",
                paramLabel = "FILE",
                defaultValue = "account.zip",
                description = "default: ${DEFAULT-VALUE}")
        private Path file;

        @Override
        void run(Api api) {
            if (Files.exists(file)) {
                throw new Failure(Failure.FILE, file + " exists; give another name with --out");
            }
            api.save(path(account, "export"), file);
            show(Api.object().put("file", file.toString()), () -> out().println("saved " + file));
        }
    }

    /** Asks for its deletion. */
    @Command(
            name = "delete",
            description = "asks for the deletion of the account: clips, files and prompts go, the books stay")
    static final class Delete extends Client {
        @Parameters(arity = "0..1", paramLabel = "ID", description = "another account (operators)")
        private String account;

        @Option(names = "--yes", description = "do it; without it, only say what would happen")
        private boolean yes;

        @Option(
                names = "--grace-days",
                paramLabel = "N",
                description = "how long it can be taken back; 0 for at once (operators)")
        private Integer days;

        @Override
        void run(Api api) {
            if (days != null && account == null) {
                throw new Failure(Failure.USAGE, "--grace-days is for operators, with the id of an account");
            }
            String id = account == null
                    ? api.get("/api/v1/account").path("account_id").asText()
                    : account;
            if (!yes) {
                throw new Failure(
                        Failure.REFUSED,
                        "everything of " + id
                                + " would be deleted, and its credits lost; save it with: mutoscope account export,"
                                + " then say --yes");
            }
            String path = path(account, "deletion") + (days == null ? "" : "?grace_days=" + days);
            tell(this, api.post(path, Api.object().put("confirm", id)));
        }
    }

    /** Takes it back. */
    @Command(name = "keep", description = "takes the request to delete the account back")
    static final class Keep extends Client {
        @Parameters(arity = "0..1", paramLabel = "ID", description = "another account (operators)")
        private String account;

        @Override
        void run(Api api) {
            tell(this, api.delete(path(account, "deletion")));
        }
    }

    /** Shows how far it is. */
    @Command(name = "deletion", description = "shows whether the account is to be deleted, and how far that is")
    static final class Show extends Client {
        @Parameters(arity = "0..1", paramLabel = "ID", description = "another account (operators)")
        private String account;

        @Override
        void run(Api api) {
            tell(this, api.get(path(account, "deletion")));
        }
    }

    private static void tell(Client command, JsonNode answer) {
        command.show(answer, () -> {
            String state = answer.path("state").asText();
            String words =
                    switch (state) {
                        case "asked" -> "will be deleted at "
                                + answer.path("due_at").asText() + "; until then: mutoscope account keep";
                        case "erasing" -> "is being deleted";
                        case "done" -> "was deleted at "
                                + answer.path("done_at").asText();
                        default -> "stays";
                    };
            command.out().println(answer.path("account_id").asText() + " " + words);
            if (answer.path("credits_lost").asLong() > 0 && !state.equals("done")) {
                command.out().println(answer.path("credits_lost").asText() + " credits go with it");
            }
        });
    }
}
