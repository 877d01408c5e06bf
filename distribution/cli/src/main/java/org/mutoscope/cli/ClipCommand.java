package org.mutoscope.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A command that orders a clip, waits for it and saves it. */
abstract class ClipCommand extends Client {
    @Option(names = "--model", description = "model or alias (default: the platform's, or that of the clip)")
    private String model;

    @Option(names = "--seconds", description = "length")
    private String seconds;

    @Option(names = "--seed", description = "the same seed and request give the same clip")
    private String seed;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = ".", description = "where to save it (default: here)")
    private Path out;

    /** Orders it. @param request has what every order may say */
    abstract Clip order(Api api, ObjectNode request);

    @Override
    final void run(Api api) {
        ObjectNode request = Api.object();
        put(request, "model", model);
        put(request, "seconds", seconds);
        put(request, "seed", seed);
        Clip clip = order(api, request);
        ObjectNode video = (ObjectNode) clip.await();
        Path file = clip.save(out);
        video.put("path", file.toString());
        show(video, () -> {
            video.path("mutoscope").path("remarks").forEach(remark -> err().println(remark.asText()));
            out().println(file + "  ("
                    + video.path("mutoscope").path("credits_captured").asText() + " credits)");
        });
    }

    static void put(ObjectNode request, String name, String value) {
        if (value != null) {
            request.put(name, value);
        }
    }
}
