package org.mutoscope.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes a clip. */
@Command(name = "edit", description = "changes a clip as the words say, and saves the new one")
final class EditCommand extends ClipCommand {
    @Parameters(index = "0", paramLabel = "VIDEO", description = "the id of a completed clip of yours, or a file")
    private String video;

    @Parameters(index = "1", paramLabel = "PROMPT", description = "what to show")
    private String prompt;

    @Option(names = "--strength", description = "how far to leave the clip, 0 to 1 (models that know it)")
    private String strength;

    @Override
    Clip order(Api api, ObjectNode request) {
        put(request.put("prompt", prompt), "strength", strength);
        return Source.of(video).order(api, "/v1/videos/edits", request, err());
    }
}
