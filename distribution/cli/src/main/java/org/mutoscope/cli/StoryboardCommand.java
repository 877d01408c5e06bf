package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Storyboards. */
@Command(
        name = "storyboard",
        description = "turns a script into shots, which you edit, price as a whole, and order as one film",
        mixinStandardHelpOptions = true,
        subcommands = {
            StoryboardDraft.class,
            StoryboardCommand.Listing.class,
            StoryboardCommand.Show.class,
            StoryboardEdit.class,
            StoryboardCommand.Price.class,
            StoryboardFilm.class,
            StoryboardCommand.Delete.class
        },
        synopsisSubcommandLabel = "draft|list|show|edit|price|film|delete")
final class StoryboardCommand {
    static final String BOARDS = "/api/v1/storyboards";

    /** Lists them. */
    @Command(name = "list", description = "lists your storyboards, newest first")
    static final class Listing extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get(BOARDS + "?limit=100");
            show(answer, () -> table(answer.path("data"), "id", "version", "shot_count", "seconds", "title"));
        }
    }

    /** Shows one. */
    @Command(name = "show", description = "shows a storyboard; with --json as edit takes it back")
    static final class Show extends Client {
        @Parameters(paramLabel = "ID")
        private String id;

        @Override
        void run(Api api) {
            StoryboardCommand.show(this, api.get(path(id)));
        }
    }

    /** Prices one. */
    @Command(name = "price", description = "fixes the price of the whole film for ten minutes")
    static final class Price extends Client {
        @Parameters(paramLabel = "ID")
        private String id;

        @Override
        void run(Api api) {
            JsonNode quote = api.post(path(id) + "/quote", Api.object());
            show(quote, () -> out().printf(
                            "%s credits for %s s at %s by %s%n%s, until %s%n",
                            quote.path("credits").asText(),
                            quote.path("seconds").asText(),
                            quote.path("size").asText(),
                            quote.path("model").asText(),
                            quote.path("quote_id").asText(),
                            quote.path("expires_at").asText()));
        }
    }

    /** Deletes one. */
    @Command(name = "delete", description = "deletes a storyboard; films made of it stay")
    static final class Delete extends Client {
        @Parameters(paramLabel = "ID")
        private String id;

        @Override
        void run(Api api) {
            JsonNode answer = api.delete(path(id));
            show(answer, () -> out().println(id + " deleted"));
        }
    }

    static String path(String id) {
        return BOARDS + "/" + Api.part(id);
    }

    /** Shows a storyboard, what was remarked about it beside it. */
    static void show(Client command, JsonNode board) {
        command.show(board, () -> {
            board.path("remarks").forEach(remark -> command.err().println(remark.asText()));
            command.out()
                    .printf(
                            "%s  version %s, %s s, by %s%n%s%n",
                            board.path("id").asText(),
                            board.path("version").asText(),
                            board.path("seconds").asText(),
                            board.path("writer").asText(),
                            board.path("title").asText());
            board.path("shots").forEach(shot -> shot(command, shot));
        });
    }

    private static void shot(Client command, JsonNode shot) {
        command.out()
                .printf(
                        "%3s. %s s, %s  %s%n",
                        shot.path("number").asText(),
                        shot.path("seconds").asText(),
                        shot.path("transition").asText(),
                        shot.path("prompt").asText());
        for (String name : new String[] {"camera", "negative", "narration"}) {
            if (!shot.path(name).asText().isEmpty()) {
                command.out().printf("       %s: %s%n", name, shot.path(name).asText());
            }
        }
        shot.path("characters").forEach(one -> command.out()
                .printf("       character: %s%n", one.path("id").asText()));
    }

    /** What is in a file, or comes in where the file is called {@code -}. */
    static String text(Path file) {
        try {
            return file.toString().equals("-")
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(file);
        } catch (IOException e) {
            throw new Failure(Failure.FILE, "cannot read " + file + " as text in UTF-8", e);
        }
    }

    /** As {@link #text}, read as JSON. */
    static JsonNode json(Path file) {
        try {
            return new ObjectMapper().readTree(text(file));
        } catch (IOException e) {
            throw new Failure(Failure.FILE, file + " is no JSON: " + e.getMessage(), e);
        }
    }
}
