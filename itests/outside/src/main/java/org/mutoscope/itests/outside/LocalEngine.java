package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The promises of the local engine, with tiny packages of random weights that the export tool made. What their clips show is noise, so it is latents and
 * counts that are compared. That latents are those of diffusers (E2) is checked by the worker's own tests, which see them: {@code PipelineGoldenTest}.
 */
public final class LocalEngine {
    private static final int RED = 0xc02020;
    private static final int BLUE = 0x2040c0;

    private final Promises promises;
    private Platform platform;
    private Cli cli;
    private Studio studio;
    private EnginePackages packages;

    private LocalEngine(Promises promises) {
        this.promises = promises;
    }

    /** Runs them. */
    public static void main(String[] arguments) throws Exception {
        Promises promises = new Promises(List.of(arguments));
        new LocalEngine(promises).run();
        System.exit(promises.end());
    }

    private void run() throws Exception {
        // Two attempts: what costs a job one shows, and so does what costs it all. A small heap is soon full: what
        // grows
        // after that is something else.
        platform = new Platform(Map.of(
                "org.mutoscope.jobs.cfg", "attempts = 2\n",
                "org.mutoscope.rest.cfg", "requests.per.minute = 0\n",
                "org.mutoscope.backend.local.cfg", "worker.heap.mb = 64\n"));
        EngineFaults.brokenFrom(platform.data); // A fault beside the others, all the time.
        try (Platform running = platform.start()) {
            cli = new Cli(running);
            studio = new Studio(running.account("engine", 1_000_000));
            packages = new EnginePackages(running, studio);
            promiseAll();
        }
    }

    private void promiseAll() {
        promises.promise(
                "E1",
                "an exported package of each family: imported, offered without a restart, verified, a clip",
                this::serves);
        promises.promise(
                "E3",
                "a first frame: another one, other latents; of another size, a numbered error",
                this::firstFrames);
        promises.promise("E4", "an extension begins with its clip and names it", this::extensions);
        promises.promise("E5", "same seed, same latents; other seed, other clip", this::seeds);
        EngineCancels cancels = new EngineCancels(platform, studio, packages);
        promises.promise(
                "E6",
                "cancelled while it reads, denoises, decodes: idle within 1 s, the worker lives on",
                cancels::ofWorker);
        promises.promise("E6", "cancelled while it encodes: nothing runs after 1 s", cancels::ofEncoder);
        EngineFaults faults = new EngineFaults(platform, studio, packages);
        promises.promise("E7", "files that are not what model.json says: named, the platform serves on", faults::files);
        promises.promise(
                "E7", "wrong tokenizer, input, weights beside a graph, NaN: named, it serves on", faults::contents);
        promises.promise("E7", "a value that is no number in one clip: named, the next is drawn", faults::noNumber);
        promises.promise("E8", "out of memory in the worker: one attempt, named, next job runs", faults::outOfMemory);
        EngineNatives natives = new EngineNatives(platform);
        promises.promise("E9", "natives verify names the provider, or what is missing", natives::verify);
        EngineLoad load = new EngineLoad(platform, studio, packages);
        promises.promise("E10", "many small jobs: memory of worker and platform stays", load::manyJobs);
        promises.promise("E11", "a package of more than 2 GB, weights beside the graph, draws a clip", load::large);
        promises.promise("E12", "a package that comes while a clip is rendered does not disturb it", this::hot);
        promises.promise("E1", "each is removed: no longer offered, orders are refused", this::removed);
    }

    private void serves() throws Exception {
        List<String> ids = new ArrayList<>(EnginePackages.exported().keySet());
        List<String> all = new ArrayList<>(ids);
        all.addAll(List.of(
                EnginePackages.CLEAR,
                EnginePackages.SLOW,
                EnginePackages.MOODY)); // Of later promises; they may as well come now.
        packages.need(all.toArray(String[]::new));
        EnginePackages.each(ids, id -> {
            check(cli.json("model", "verify", id).path("ok").asBoolean(), id + " is not what it says");
            equal(id, cli.json("model", "info", id).at("/model/id").asText(), "id");
        });
        for (String id : ids) {
            String clip = studio.clip(id, Map.of("seed", "1")).path("id").asText();
            JsonNode facts = studio.facts(clip);
            for (String stage : List.of("text_ms", "denoise_ms", "decode_ms", "deliver_ms", "latents_sha256")) {
                check(facts.has("backend." + stage), id + " tells no " + stage + ": " + facts);
            }
            check(facts.has("encode_ms"), id + " tells no encode_ms: " + facts);
        }
        for (String id : ids) {
            for (String stage : List.of("text", "denoise", "decode", "encode")) {
                counted("mutoscope_clip_stage_seconds_count{model=\"" + id + "\",stage=\"" + stage + "\"} ");
            }
        }
    }

    /** A clip is counted when all else is done. */
    private void counted(String name) throws Exception {
        Http admin = platform.admin();
        Promises.await(Duration.ofSeconds(60), "/metrics has " + name, () -> {
            try {
                return admin.get("/metrics").response().body().contains(name);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void removed() throws Exception {
        packages.need(EnginePackages.SVD);
        for (String id : packages.removeAll()) {
            studio.awaitOffer(id, false);
            Http.Answer gone = studio.account.post("/v1/videos", Map.of("model", id, "prompt", "x"));
            equal(503, gone.status(), "status of an order for " + id + ", which is removed");
        }
        check(!Files.exists(platform.data.resolve("models").resolve(EnginePackages.SVD)), "its files are there");
    }

    private void firstFrames() throws Exception {
        packages.need(EnginePackages.QUICK, EnginePackages.CLEAR, EnginePackages.WORDS);
        String size = Studio.smallest(studio.offer(EnginePackages.CLEAR));
        List<String> latents = new ArrayList<>();
        for (int[] sides : new int[][] {{RED, BLUE}, {RED, BLUE}, {BLUE, RED}}) {
            JsonNode created = pictured(EnginePackages.CLEAR, Studio.picture(size, sides[0], sides[1]))
                    .json();
            equal("image-to-video", created.path("mutoscope").path("task").asText(), "task");
            String id = created.path("id").asText();
            latents.add(studio.latents(id));
            BufferedImage first = studio.firstFrame(id);
            near(sides[0], first.getRGB(first.getWidth() / 5, first.getHeight() / 2));
            near(sides[1], first.getRGB(first.getWidth() * 4 / 5, first.getHeight() / 2));
        }
        equal(latents.get(0), latents.get(1), "latents of the same picture");
        check(!latents.get(0).equals(latents.get(2)), "another picture changes nothing");
        long before = studio.account.available();
        Http.Answer wrong = pictured(EnginePackages.QUICK, Studio.picture("64x64", 0, 0));
        equal("picture_size_mismatch", wrong.error(), "error");
        String said = wrong.response().body();
        check(said.contains("64x64") && said.contains(size), "it names both sizes: " + said);
        Http.Answer none = pictured(EnginePackages.WORDS, Studio.picture("64x64", 0, 0));
        equal("unsupported_feature", none.error(), "error");
        check(none.response().body().contains(EnginePackages.QUICK), "it names a model that can");
        equal(before, studio.account.available(), "credits");
    }

    /** Coded and scaled colours are no longer exactly what they were. */
    private static void near(int wanted, int seen) {
        for (int shift = 0; shift <= 16; shift += 8) {
            int off = Math.abs((wanted >> shift & 255) - (seen >> shift & 255));
            check(off < 60, String.format("the first frame shows %06x instead of %06x", seen & 0xffffff, wanted));
        }
    }

    private Http.Answer pictured(String model, byte[] picture) throws Exception {
        String size = Studio.smallest(studio.offer(model));
        Map<String, String> fields = Map.of("model", model, "prompt", "on", "size", size, "seconds", "1", "seed", "5");
        return studio.account.form("/v1/videos", fields, Studio.PICTURE, picture);
    }

    private void extensions() throws Exception {
        packages.need(EnginePackages.QUICK);
        JsonNode source = studio.clip(EnginePackages.QUICK, Map.of("seed", "3"));
        JsonNode other = studio.clip(EnginePackages.QUICK, Map.of("seed", "4"));
        String first = source.path("id").asText();
        String longer = extended(first);
        JsonNode clip = studio.account.awaitClip(longer);
        equal(first, clip.path("remixed_from_video_id").asText(), "its source");
        equal(source.path("seconds").asInt() + 1, clip.path("seconds").asInt(), "seconds of the whole");
        int before = studio.facts(first).path("milliseconds").asInt();
        int after = studio.facts(longer).path("milliseconds").asInt();
        check(after > before + 500, "it plays " + after + " ms, its source " + before);
        String latents = studio.latents(longer);
        equal(latents, studio.latents(extended(first)), "latents of the same clip extended again");
        check(
                !latents.equals(studio.latents(extended(other.path("id").asText()))),
                "what the source ends with changes nothing");
    }

    private String extended(String id) throws Exception {
        Map<String, ?> wanted = Map.of("video", Map.of("id", id), "prompt", "and on", "seconds", "1", "seed", "7");
        return studio.account
                .post("/v1/videos/extensions", wanted)
                .json()
                .path("id")
                .asText();
    }

    private void seeds() throws Exception {
        packages.need(EnginePackages.QUICK);
        String one = studio.latents(studio.order(EnginePackages.QUICK, Map.of("seed", "11")));
        String again = studio.latents(studio.order(EnginePackages.QUICK, Map.of("seed", "11")));
        equal(one, again, "latents of the same seed");
        String other = studio.latents(studio.order(EnginePackages.QUICK, Map.of("seed", "12")));
        check(!one.equals(other), "another seed changes nothing");
    }

    private void hot() throws Exception {
        packages.need(EnginePackages.SVD);
        ModelFolders folders = new ModelFolders(platform.data.resolve("hot"));
        Path second = folders.copy(ModelFolders.family("ltx"), "test-second");
        String running = studio.order(EnginePackages.SVD, Map.of("steps", "12"));
        studio.awaitPhase(running, "denoise");
        Set<ProcessHandle> before = Set.copyOf(platform.workers());
        ModelFolders.copyAll(second, platform.data.resolve("models/test-second"));
        studio.account.awaitClip(running);
        equal("0", studio.job(running).path("attempts").asText(), "attempts that were charged");
        studio.awaitOffer("test-second", true);
        check(!before.equals(Set.copyOf(platform.workers())), "the worker that reads the folders anew is another");
    }
}
