package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What subjects look like. */
@Command(
        name = "picture",
        description = "pictures by which a subject is known again; hashes are kept, not the pictures",
        mixinStandardHelpOptions = true,
        subcommands = {RightsPicture.Add.class, RightsPicture.Listing.class, RightsPicture.Remove.class},
        synopsisSubcommandLabel = "add|list|remove")
final class RightsPicture {
    private static String path(String subject) {
        return RightsCommand.RIGHTS + "subjects/" + Api.part(subject) + "/pictures";
    }

    /** A new one. */
    @Command(name = "add", description = "adds a PNG, JPEG or WebP picture of it")
    static final class Add extends Client {
        @Parameters(index = "0", paramLabel = "SUBJECT")
        private String subject;

        @Parameters(index = "1", paramLabel = "FILE")
        private Path file;

        @Override
        void run(Api api) {
            JsonNode answer = api.form(path(subject), Api.object(), new Api.Part("picture", file));
            show(answer, () -> out().println(answer.path("id").asText() + "  "
                    + answer.path("hash").asText()));
        }
    }

    /** All. */
    @Command(name = "list", description = "lists what is kept of them")
    static final class Listing extends Client {
        @Parameters(paramLabel = "SUBJECT")
        private String subject;

        @Override
        void run(Api api) {
            JsonNode answer = api.get(path(subject));
            show(answer, () -> table(answer.path("data"), "id", "hash", "created_at"));
        }
    }

    /** The end of one. */
    @Command(name = "remove", description = "takes one away")
    static final class Remove extends Client {
        @Parameters(index = "0", paramLabel = "SUBJECT")
        private String subject;

        @Parameters(index = "1", paramLabel = "PICTURE")
        private String picture;

        @Override
        void run(Api api) {
            JsonNode answer = api.delete(path(subject) + "/" + Api.part(picture));
            show(answer, () -> out().println(picture + " removed"));
        }
    }
}
