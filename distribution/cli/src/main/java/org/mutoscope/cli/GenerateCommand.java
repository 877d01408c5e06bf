package org.mutoscope.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a clip on a running platform. */
@Command(name = "generate", description = "makes a clip and saves it")
final class GenerateCommand extends Client {
    @Parameters(paramLabel = "PROMPT", description = "what to show")
    private String prompt;

    @Option(names = "--model", description = "model or alias (default: the platform's)")
    private String model;

    @Option(names = "--seconds", description = "length (default: 4)")
    private String seconds;

    @Option(names = "--size", paramLabel = "WxH", description = "size (default: 720x1280)")
    private String size;

    @Option(names = "--seed", description = "the same seed and request give the same clip")
    private String seed;

    @Option(
            names = "--image",
            paramLabel = "FILE",
            description = "first frame: a PNG, JPEG or WebP picture of the clip's size")
    private Path image;

    @Option(names = "--extend", paramLabel = "VIDEO_ID", description = "a clip of yours that this one goes on from")
    private String extend;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = ".", description = "where to save it (default: here)")
    private Path out;

    @Override
    void run(Api api) {
        ObjectNode request = Api.object().put("prompt", prompt);
        put(request, "model", model);
        put(request, "seconds", seconds);
        put(request, "size", size);
        put(request, "seed", seed);
        Clip clip = clip(api, request);
        ObjectNode video = (ObjectNode) clip.await();
        Path file = clip.save(out);
        video.put("path", file.toString());
        show(video, () -> out().println(file + "  ("
                + video.path("mutoscope").path("credits_captured").asText() + " credits)"));
    }

    private Clip clip(Api api, ObjectNode request) {
        if (image != null && extend != null) {
            throw new Failure(Failure.USAGE, "give --image or --extend, not both");
        }
        if (extend != null) {
            request.putObject("video").put("id", extend);
            return Clip.of(api, api.post("/v1/videos/extensions", request), err());
        }
        return image == null
                ? Clip.submit(api, request, err())
                : Clip.of(api, api.form("/v1/videos", request, image), err());
    }

    private static void put(ObjectNode request, String name, String value) {
        if (value != null) {
            request.put(name, value);
        }
    }
}
