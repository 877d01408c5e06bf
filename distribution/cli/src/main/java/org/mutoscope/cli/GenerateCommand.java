package org.mutoscope.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a clip on a running platform. */
@Command(name = "generate", description = "makes a clip and saves it")
final class GenerateCommand extends ClipCommand {
    @Parameters(paramLabel = "PROMPT", description = "what to show")
    private String prompt;

    @Option(names = "--size", paramLabel = "WxH", description = "size (default: 720x1280)")
    private String size;

    @Option(
            names = "--image",
            paramLabel = "FILE",
            description = "first frame: a PNG, JPEG or WebP picture of the clip's size")
    private Path image;

    @Option(
            names = "--extend",
            paramLabel = "VIDEO",
            description = "a clip that this one goes on from: the id of one of yours, or a file")
    private String extend;

    @Option(
            names = "--character",
            paramLabel = "ID",
            description = "a character that the prompt names, see mutoscope character; at most twice")
    private List<String> characters = List.of();

    @Option(
            names = "--licence",
            paramLabel = "OFFER",
            description = "an offer that is accepted if it is needed, see mutoscope rights; may be given several times")
    private List<String> licences = List.of();

    @Option(
            names = "--purpose",
            paramLabel = "WORD",
            description = "personal (default), editorial, commercial or advertising")
    private String purpose;

    @Option(
            names = "--territory",
            paramLabel = "COUNTRY",
            description = "a country where it will be shown, as DE; may be given several times")
    private List<String> territory = List.of();

    @Override
    Clip order(Api api, ObjectNode request) {
        request.put("prompt", prompt);
        put(request, "size", size);
        put(request, "purpose", purpose);
        put(request, "territory", territory.isEmpty() ? null : String.join(",", territory));
        put(request, "licences", licences.isEmpty() ? null : String.join(",", licences));
        if (extend != null) {
            if (image != null || !characters.isEmpty()) {
                throw new Failure(
                        Failure.USAGE, "an extension goes on from its clip: give neither --image nor --character");
            }
            return Source.of(extend).order(api, "/v1/videos/extensions", request, err());
        }
        ArrayNode ids = Api.object().putArray("characters");
        characters.forEach(id -> ids.addObject().put("id", id));
        if (image == null) {
            if (!ids.isEmpty()) {
                request.set("characters", ids);
            }
            return Clip.submit(api, request, err());
        }
        if (!ids.isEmpty()) {
            request.put("characters", ids.toString());
        }
        return Clip.of(api, api.form("/v1/videos", request, new Api.Part("input_reference", image)), err());
    }
}
