package org.mutoscope.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Orders the film of a storyboard, waits for it and saves it. */
@Command(name = "film", description = "makes the film of a storyboard and saves it: one order, one price, one file")
final class StoryboardFilm extends Client {
    @Parameters(paramLabel = "ID")
    private String id;

    @Option(names = "--quote", paramLabel = "QUOTE", description = "price to hold to, see mutoscope storyboard price")
    private String quote;

    @Option(names = "--seed", description = "the same seed and storyboard give the same film")
    private String seed;

    @Option(names = "--no-continuity", description = "shots do not begin with the last frame of the shot before them")
    private boolean apart;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = ".", description = "where to save it (default: here)")
    private Path out;

    @Override
    void run(Api api) {
        ObjectNode request = Api.object();
        ClipCommand.put(request, "quote_id", quote);
        ClipCommand.put(request, "seed", seed);
        ClipCommand.put(request, "continuity", apart ? "off" : null);
        Clip clip = Clip.of(api, api.post(StoryboardCommand.path(id) + "/videos", request), err());
        ObjectNode video = (ObjectNode) clip.await();
        Path file = clip.save(out);
        video.put("path", file.toString());
        show(video, () -> {
            video.path("mutoscope").path("remarks").forEach(remark -> err().println(remark.asText()));
            out().println(file + "  ("
                    + video.path("mutoscope").path("credits_captured").asText() + " credits)");
        });
    }
}
