package org.mutoscope.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes another clip from one. */
@Command(name = "remix", description = "makes another clip from one of yours, by other words, and saves it")
final class RemixCommand extends ClipCommand {
    @Parameters(index = "0", paramLabel = "VIDEO_ID", description = "a completed clip of yours")
    private String id;

    @Parameters(index = "1", paramLabel = "PROMPT", description = "what to show")
    private String prompt;

    @Override
    Clip order(Api api, ObjectNode request) {
        return Clip.of(api, api.post("/v1/videos/" + Api.part(id) + "/remix", request.put("prompt", prompt)), err());
    }
}
