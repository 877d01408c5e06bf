package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** Models. */
@Command(
        name = "model",
        description = "lists models",
        mixinStandardHelpOptions = true,
        subcommands = ModelCommand.Listing.class,
        synopsisSubcommandLabel = "list")
final class ModelCommand {
    /** Lists them. */
    @Command(name = "list", description = "lists the models on offer, their public names and backends")
    static final class Listing extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get("/api/v1/models");
            show(
                    answer,
                    () -> table(
                            answer.path("data"), "id", "title", "licence", "aliases", "seconds", "sizes", "backends"));
        }
    }
}
