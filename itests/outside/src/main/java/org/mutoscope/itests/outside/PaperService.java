package org.mutoscope.itests.outside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.mutoscope.backend.remote.standins.StandIn;

/** A remote service on paper, and the backend that the platform makes of it. */
final class PaperService implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Name of the backend. */
    final String name;

    final StandIn service;
    private final String adapter;
    private final String settings;
    private final Platform platform;

    private PaperService(Platform platform, String name, String[] service, String models) {
        this.platform = platform;
        this.name = name;
        this.adapter = service[0];
        this.service = StandIn.start(service[1], 0);
        this.settings = "base = " + this.service.url() + service[2] + "\nkey = " + StandIn.KEY + "\nmodels = " + models
                + "\nhosts = " + this.service.url() + "\nslots = 8\npoll.milliseconds = 100\nrequest.seconds = 5\n";
    }

    /** Sora as it was: text, pictures, edits; 0.10 a second. @param model its name here */
    static PaperService sora(Platform platform, String name, String model) {
        return new PaperService(
                platform,
                name,
                new String[] {"openai", "openai-videos", "/v1"},
                "sora-2 as=" + model
                        + " tasks=text-to-video|image-to-video|edit sizes=1280x720|720x1280 seconds=4|8|12 audio=yes second=*:100000");
    }

    /** @param more behind its name and that of its model here */
    static PaperService runway(Platform platform, String more) {
        return new PaperService(
                platform,
                "runway" + more,
                new String[] {"runway", "runway", ""},
                "gen4.5 as=gen4.5" + more
                        + " tasks=text-to-video|image-to-video sizes=1280x720|720x1280 seconds=2-10 seed=yes second=*:120000");
    }

    /** @param more behind its name and that of its model here */
    static PaperService fal(Platform platform, String more) {
        return new PaperService(
                platform,
                "fal" + more,
                new String[] {"fal", "fal", ""},
                "fal-ai/pika/v2.2/text-to-video as=pika" + more
                        + " tasks=text-to-video sizes=1280x720|720x1280 seconds=5|10 seed=yes second=*:40000");
    }

    /** @param more behind its name and that of its model here */
    static PaperService veo(Platform platform, String more) {
        return new PaperService(
                platform,
                "veo" + more,
                new String[] {"gemini", "gemini-veo", ""},
                "veo-3.1-fast-generate-preview as=veo" + more
                        + " tasks=text-to-video sizes=1280x720|720x1280 seconds=4|6|8 audio=yes second=*:100000");
    }

    /** A server of one's own, which takes no money. @param more behind its name and that of its model here */
    static PaperService sglang(Platform platform, String more) {
        return new PaperService(
                platform,
                "own" + more,
                new String[] {"openai", "openai-videos:sglang", "/v1"},
                "own-wan as=own-wan" + more + " tasks=text-to-video sizes=1280x720|720x1280 seconds=4|8");
    }

    /** Has the platform use it. @param more further lines */
    PaperService hired(String more) throws Exception {
        String profile =
                adapter.equals("openai") ? "profile = " + (name.startsWith("own") ? "sglang" : "openai") + "\n" : "";
        platform.configure("org.mutoscope.backend.remote." + adapter + "~" + name + ".cfg", settings + profile + more);
        Http admin = platform.admin();
        Promises.await(Duration.ofSeconds(60), name + " is offered", () -> {
            try {
                return admin.get("/api/v1/admin/backends").json().toString().contains('"' + name + '"');
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        return this;
    }

    /** Says what goes wrong. */
    void script(String json) {
        service.script(json);
    }

    JsonNode log() throws IOException {
        return JSON.valueToTree(service.log());
    }

    /** Requests of one route, oldest first. */
    List<JsonNode> asked(String route) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        log().path("requests").forEach(request -> {
            if (request.path("route").asText().equals(route)) {
                found.add(request);
            }
        });
        return found;
    }

    @Override
    public void close() {
        service.close();
    }
}
