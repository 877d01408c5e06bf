package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The part of {@link RightsCommand} that is about money: where a holder is paid, and statements. */
final class RightsMoney {
    private static final String TO = RightsCommand.RIGHTS + "payout-to";
    private static final String STATEMENTS = RightsCommand.RIGHTS + "statements";

    private RightsMoney() {}

    /** Where. */
    @Command(
            name = "payout-to",
            description = "shows or sets where you are paid; after a change nothing is sent for some days")
    static final class PayoutTo extends Client {
        @Parameters(index = "0", arity = "0..1", paramLabel = "PROVIDER", description = "files, stripe or another")
        private String provider;

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "DESTINATION",
                description = "for files \"IBAN;NAME\"; without one the provider's own page asks")
        private String destination;

        @Override
        void run(Api api) {
            JsonNode answer = provider == null
                    ? api.get(TO).path("destination")
                    : destination == null
                            ? api.post(TO + "/onboarding", Api.object().put("provider", provider))
                            : api.put(TO, Api.object().put("provider", provider).put("destination", destination));
            show(answer, () -> inWords(answer));
        }

        private void inWords(JsonNode to) {
            if (!to.isObject()) {
                out().println("nowhere yet: mutoscope rights payout-to PROVIDER [DESTINATION]");
                return;
            }
            out().println(to.path("provider").asText() + " "
                    + to.path("destination").asText() + ", from "
                    + to.path("usable_at").asText());
            if (to.hasNonNull("blocked")) {
                out().println("nothing is sent there: " + to.path("blocked").asText());
            }
            if (to.hasNonNull("link")) {
                out().println("go on at " + to.path("link").asText());
            }
        }
    }

    /** Statements. */
    @Command(
            name = "statement",
            description = "what you were told of each month",
            mixinStandardHelpOptions = true,
            subcommands = {Listing.class, Show.class, Verify.class},
            synopsisSubcommandLabel = "list|show|verify")
    static final class Statement {}

    /** All. */
    @Command(name = "list", description = "lists statements, the newest first")
    static final class Listing extends Client {
        @Option(names = "--limit", paramLabel = "N", description = "1 to 100, 20 if not said")
        private int limit = 20;

        @Option(names = "--before", paramLabel = "SEQ", description = "goes on after the last one you have")
        private String before = "";

        @Override
        void run(Api api) {
            JsonNode answer = api.get(STATEMENTS + "?limit=" + limit + "&before=" + Api.part(before));
            show(
                    answer,
                    () -> table(
                            answer.path("data"),
                            "seq",
                            "id",
                            "holder",
                            "currency",
                            "number",
                            "period",
                            "on_hold",
                            "payable"));
        }
    }

    /** One. */
    @Command(name = "show", description = "prints a statement as it was signed, or saves it")
    static final class Show extends Client {
        @Parameters(paramLabel = "ID")
        private String id;

        @Option(names = "--csv", description = "as a table")
        private boolean csv;

        @Option(names = "--out", paramLabel = "FILE", description = "a new file")
        private Path file;

        @Override
        void run(Api api) {
            String path = STATEMENTS + "/" + Api.part(id) + (csv ? "?format=csv" : "");
            if (file == null) {
                out().print(api.text(path));
                out().flush();
            } else {
                api.save(path, file);
                out().println(file);
            }
        }
    }

    /** The check, which asks no platform. */
    @Command(
            name = "verify",
            description = "checks statements you kept: hash, signature, sums, and that each follows the one before",
            mixinStandardHelpOptions = true)
    static final class Verify implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", arity = "1..*")
        private List<Path> files;

        @Option(names = "--key", paramLabel = "BASE64", description = "the key that must have signed all of them")
        private String key;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Override
        public Integer call() {
            List<StatementFile> read = files.stream().map(StatementFile::read).toList();
            List<String> wrong = StatementCheck.problems(read, key);
            wrong.forEach(sentence -> spec.commandLine().getOut().println(sentence));
            if (wrong.isEmpty()) {
                spec.commandLine()
                        .getOut()
                        .println(read.size() + " statements verified, signed with "
                                + read.get(0).key());
            }
            return wrong.isEmpty() ? 0 : 1;
        }
    }
}
