package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The first clip, from nothing. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "starts a platform of its own, opens an account, makes a clip, says what it cost, buys a pack with paper money, stops")
final class DemoCommand implements Callable<Integer> {
    private static final long BELIEVED_SECONDS = 60;

    @Parameters(
            arity = "0..1",
            paramLabel = "PROMPT",
            defaultValue = "a big cat slides right over the grass",
            description = "what to show (default: ${DEFAULT-VALUE})")
    private String prompt;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "demo",
            description = "where to save the clip (default: ${DEFAULT-VALUE})")
    private Path out;

    @Option(names = "--json", description = "print one JSON object at the end")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        say("starting a platform on a free port, with a fresh data directory ...");
        try (LocalPlatform platform = LocalPlatform.start()) {
            say(String.format("ready in %.1f s", platform.readySeconds()));
            JsonNode account =
                    platform.asAdmin().post("/api/v1/accounts", Api.object().put("name", "demo"));
            Api api = platform.as(account.path("api_key").asText());
            ObjectNode result = run(platform, api);
            try (PaperStore store = PaperStore.open()) {
                result.set("lots", buy(platform, store, api));
            }
            tell(result);
        }
        return 0;
    }

    /** Buys a pack where it costs nothing. @return the lots that the account has then */
    private JsonNode buy(LocalPlatform platform, PaperStore store, Api api) {
        store.introduceTo(platform);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BELIEVED_SECONDS);
        while (!api.get("/api/v1/billing/providers").path("data").toString().contains("\"appstore\"")) {
            if (System.nanoTime() > end) {
                throw new Failure(Failure.UNAVAILABLE, "the App Store bundle did not take its configuration", null);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        String token = api.get("/api/v1/billing/token").path("token").asText();
        api.post("/api/v1/purchases", Api.object().put("provider", "appstore").put("proof", store.sell(token)));
        return api.get("/api/v1/credits").path("lots");
    }

    private ObjectNode run(LocalPlatform platform, Api api) {
        long before = api.get("/api/v1/credits").path("available").asLong();
        say("account with " + before + " free credits; asking for: " + prompt);
        Clip clip = Clip.submit(
                api, Api.object().put("prompt", prompt), spec.commandLine().getErr());
        clip.created().path("mutoscope").path("remarks").forEach(r -> say("note: " + r.asText()));
        JsonNode video = clip.await();
        double took = clip.seconds();
        Path file = clip.save(out);
        ObjectNode result = Api.object();
        result.put("video_id", clip.id());
        result.put("path", file.toString());
        result.put("model", video.path("mutoscope").path("model").asText());
        result.put("prompt", prompt);
        result.put("seconds", video.path("seconds").asText());
        result.put("size", video.path("size").asText());
        result.put("credits_before", before);
        result.put(
                "credits_held",
                clip.created().path("mutoscope").path("credits_held").asLong());
        result.put(
                "credits_captured",
                video.path("mutoscope").path("credits_captured").asLong());
        result.put("credits_after", api.get("/api/v1/credits").path("available").asLong());
        result.put("ready_seconds", platform.readySeconds());
        result.put("generation_seconds", Math.round(took * 1000) / 1000.0);
        return result;
    }

    private void tell(ObjectNode result) {
        if (json) {
            spec.commandLine().getOut().println(Api.pretty(result));
            return;
        }
        spec.commandLine()
                .getOut()
                .printf(
                        "%s%n%s s at %s by %s in %.1f s; cost %d credits, %d of %d left%n",
                        result.path("path").asText(),
                        result.path("seconds").asText(),
                        result.path("size").asText(),
                        result.path("model").asText(),
                        result.path("generation_seconds").asDouble(),
                        result.path("credits_captured").asLong(),
                        result.path("credits_after").asLong(),
                        result.path("credits_before").asLong());
        spec.commandLine()
                .getOut()
                .println("bought a pack at a paper App Store, for no money; the account's lots now:");
        for (JsonNode lot : result.path("lots")) {
            String until = lot.path("expires_at").asText("null");
            spec.commandLine()
                    .getOut()
                    .printf(
                            "  %-10s %d of %d credits, %s%n",
                            lot.path("source").asText().toLowerCase(Locale.ROOT),
                            lot.path("remaining").asLong(),
                            lot.path("granted").asLong(),
                            until.equals("null") ? "never expire" : "until " + until);
        }
    }

    private void say(String words) {
        spec.commandLine().getErr().println(words);
    }
}
