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

    @Option(names = "--out", paramLabel = "DIR", defaultValue = ".", description = "where to save it (default: here)")
    private Path out;

    @Override
    void run(Api api) {
        ObjectNode request = Api.object().put("prompt", prompt);
        put(request, "model", model);
        put(request, "seconds", seconds);
        put(request, "size", size);
        put(request, "seed", seed);
        Clip clip = Clip.submit(api, request, err());
        ObjectNode video = (ObjectNode) clip.await();
        Path file = clip.save(out);
        video.put("path", file.toString());
        show(video, () -> out().println(file + "  ("
                + video.path("mutoscope").path("credits_captured").asText() + " credits)"));
    }

    private static void put(ObjectNode request, String name, String value) {
        if (value != null) {
            request.put(name, value);
        }
    }
}
