package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Characters. */
@Command(
        name = "character",
        description = "makes, lists and deletes characters",
        mixinStandardHelpOptions = true,
        subcommands = {CharacterCommand.Create.class, CharacterCommand.Listing.class, CharacterCommand.Delete.class},
        synopsisSubcommandLabel = "create|list|delete")
final class CharacterCommand {
    /** Makes one. */
    @Command(name = "create", description = "makes a character of a clip; prompts name it word for word")
    static final class Create extends Client {
        @Parameters(index = "0", paramLabel = "NAME")
        private String name;

        @Parameters(index = "1", paramLabel = "FILE", description = "a clip of 2 to 4 seconds")
        private Path clip;

        @Override
        void run(Api api) {
            JsonNode made =
                    api.form("/v1/videos/characters", Api.object().put("name", name), new Api.Part("video", clip));
            show(made, () -> out().println(made.path("id").asText() + "  " + name));
        }
    }

    /** Lists them. */
    @Command(name = "list", description = "lists your characters, newest first")
    static final class Listing extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get("/api/v1/characters?limit=100");
            show(answer, () -> table(answer.path("data"), "id", "name", "created_at"));
        }
    }

    /** Deletes one. */
    @Command(name = "delete", description = "deletes a character and its clip")
    static final class Delete extends Client {
        @Parameters(paramLabel = "ID")
        private String id;

        @Override
        void run(Api api) {
            JsonNode answer = api.delete("/api/v1/characters/" + Api.part(id));
            show(answer, () -> out().println(id + " deleted"));
        }
    }
}
