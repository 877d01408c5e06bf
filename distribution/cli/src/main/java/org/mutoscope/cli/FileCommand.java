package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Files to make clips from. */
@Command(
        name = "file",
        description = "keeps, lists and deletes files to make clips from",
        mixinStandardHelpOptions = true,
        subcommands = {FileCommand.Add.class, FileCommand.Listing.class, FileCommand.Delete.class},
        synopsisSubcommandLabel = "add|list|delete")
final class FileCommand {
    private static final String FILES = "/v1/files";

    /** Keeps one. */
    @Command(name = "add", description = "keeps a file on the platform")
    static final class Add extends Client {
        @Parameters(paramLabel = "FILE")
        private Path file;

        @Option(names = "--purpose", defaultValue = "vision", description = "a word (default: ${DEFAULT-VALUE})")
        private String purpose;

        @Override
        void run(Api api) {
            JsonNode kept = api.form(FILES, Api.object().put("purpose", purpose), new Api.Part("file", file));
            show(kept, () -> out().println(
                            kept.path("id").asText() + "  " + kept.path("bytes").asText() + " bytes"));
        }
    }

    /** Lists them. */
    @Command(name = "list", description = "lists your files, newest first")
    static final class Listing extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get(FILES + "?limit=100");
            show(answer, () -> table(answer.path("data"), "id", "filename", "purpose", "bytes", "expires_at"));
        }
    }

    /** Deletes one. */
    @Command(name = "delete", description = "deletes a file")
    static final class Delete extends Client {
        @Parameters(paramLabel = "ID")
        private String id;

        @Override
        void run(Api api) {
            JsonNode answer = api.delete(FILES + "/" + Api.part(id));
            show(answer, () -> out().println(id + " deleted"));
        }
    }
}
