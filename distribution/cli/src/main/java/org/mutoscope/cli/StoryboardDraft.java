package org.mutoscope.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a storyboard of a script. */
@Command(name = "draft", description = "makes a storyboard of a script; costs no credits")
final class StoryboardDraft extends Client {
    @Parameters(paramLabel = "FILE", description = "the script, a text in UTF-8; - for standard input")
    private Path file;

    @Option(names = "--title", description = "for people (default: the script's first words)")
    private String title;

    @Option(names = "--model", description = "model or alias (default: the platform's)")
    private String model;

    @Option(names = "--size", paramLabel = "WxH", description = "size of the film")
    private String size;

    @Option(names = "--seconds", description = "length of every shot (default: each its own)")
    private String seconds;

    @Option(names = "--most-seconds", paramLabel = "SECONDS", description = "most seconds in all")
    private String mostSeconds;

    @Option(names = "--character", paramLabel = "ID", description = "who may be in it; may be given several times")
    private List<String> characters = List.of();

    @Option(
            names = "--writer",
            paramLabel = "NAME",
            description = "who writes it; sentences: a shot for each sentence (default: the best writer there is)")
    private String writer;

    @Option(names = "--language", paramLabel = "TAG", description = "of the narration (default: en)")
    private String language;

    @Option(names = "--voice", paramLabel = "NAME", description = "who speaks it (default: the best voice there is)")
    private String voice;

    @Override
    void run(Api api) {
        ObjectNode request = Api.object().put("script", StoryboardCommand.text(file));
        ClipCommand.put(request, "title", title);
        ClipCommand.put(request, "model", model);
        ClipCommand.put(request, "size", size);
        ClipCommand.put(request, "seconds", seconds);
        ClipCommand.put(request, "most_seconds", mostSeconds);
        ClipCommand.put(request, "writer", writer);
        ClipCommand.put(request, "language", language);
        ClipCommand.put(request, "voice", voice);
        ArrayNode ids = request.putArray("characters");
        characters.forEach(ids::add);
        StoryboardCommand.show(this, api.post(StoryboardCommand.BOARDS, request));
    }
}
