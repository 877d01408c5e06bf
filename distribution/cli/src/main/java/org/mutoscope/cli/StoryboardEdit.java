package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes a storyboard: as a file, or by options one thing at a time. */
@Command(
        name = "edit",
        description = "changes a storyboard: puts FILE in its place, or changes what the options say",
        footer = {
            "",
            "mutoscope storyboard show ID --json > board.json, change it, mutoscope storyboard edit ID board.json",
            "mutoscope storyboard edit ID --shot 2 --set seconds=8 --set \"prompt=a boat at night\""
        })
final class StoryboardEdit extends Client {
    @Parameters(index = "0", paramLabel = "ID")
    private String id;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "JSON as show --json prints it; - for standard input")
    private Path file;

    @Option(names = "--shot", paramLabel = "N", description = "the shot that --set or --remove means, from 1")
    private int shot;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description =
                    "of the shot: seconds, prompt, camera, negative, transition, narration; without --shot: title, model, size,"
                            + " language, voice")
    private Map<String, String> values = Map.of();

    @Option(names = "--remove", description = "takes the shot out")
    private boolean remove;

    @Override
    void run(Api api) {
        if ((file != null) == (remove || !values.isEmpty()) || remove && shot == 0) {
            throw new Failure(Failure.USAGE, "give a FILE, or --set NAME=VALUE, or --shot N --remove");
        }
        String path = StoryboardCommand.path(id);
        JsonNode board = file == null ? changed(api.get(path)) : StoryboardCommand.json(file);
        StoryboardCommand.show(this, api.put(path, board));
    }

    private JsonNode changed(JsonNode shown) {
        ObjectNode board = (ObjectNode) shown;
        if (shot == 0) {
            values.forEach(board::put);
            return board;
        }
        ArrayNode shots = (ArrayNode) board.path("shots");
        if (shot < 1 || shot > shots.size()) {
            throw new Failure(Failure.USAGE, "the storyboard has shots 1 to " + shots.size());
        }
        if (remove) {
            shots.remove(shot - 1);
        } else {
            ObjectNode one = (ObjectNode) shots.get(shot - 1);
            values.forEach(one::put);
        }
        return board;
    }
}
