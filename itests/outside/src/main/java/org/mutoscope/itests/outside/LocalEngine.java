package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The promises of the local engine, with tiny packages of random weights that the export tool made. What their clips show is noise, so it is latents and
 * counts that are compared. That latents are those of diffusers (E2) is checked by the worker's own tests, which see them: {@code PipelineGoldenTest}.
 */
public final class LocalEngine {
    private static final String SVD = "test-svd";
    private static final String SLOW = "test-slow";

    private final Promises promises;
    private Platform platform;
    private Cli cli;
    private Studio studio;
    private ModelFolders folders;

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
        // One attempt: what costs a job more than that shows. A small heap is soon full: what grows after that is
        // something else.
        platform = new Platform(Map.of(
                        "org.mutoscope.jobs.cfg", "attempts = 1\n",
                        "org.mutoscope.backend.local.cfg", "worker.heap.mb = 64\n"))
                .start();
        try {
            cli = new Cli(platform);
            studio = new Studio(platform.account("engine", 1_000_000));
            folders = new ModelFolders(platform.data.resolve("copies"));
            promiseAll();
        } finally {
            platform.close();
        }
    }

    private void promiseAll() {
        promises.promise(
                "E1", "each exported package: imported, offered without a restart, verified, a clip, removed", () -> {
                    for (Path family : ModelFolders.families()) {
                        serves(family);
                    }
                });
        promises.promise(
                "E3",
                "a first frame: another one, other latents; of another size, a numbered error",
                this::firstFrames);
        promises.promise("E4", "an extension begins with its clip and names it", this::extensions);
        promises.promise("E5", "same seed, same latents; other seed, other clip", this::seeds);
        promises.promise(
                "E6",
                "cancelled while it reads, denoises, decodes: idle within 1 s, the worker lives on",
                this::cancels);
        EngineFaults faults = new EngineFaults(platform, studio);
        promises.promise("E7", "files that are not what model.json says: named, the platform serves on", faults::files);
        promises.promise(
                "E7", "wrong tokenizer, input, weights beside a graph, NaN: named, it serves on", faults::contents);
        promises.promise("E7", "a value that is no number in one clip: named, the next is drawn", faults::noNumber);
        promises.promise("E8", "out of memory in the worker: one attempt, named, next job runs", faults::outOfMemory);
        promises.promise("E9", "natives verify names the provider, or what is missing", this::natives);
        EngineLoad load = new EngineLoad(platform, studio);
        promises.promise("E10", "many small jobs: memory of worker and platform stays", () -> {
            imported();
            load.manyJobs(SVD);
        });
        if (Boolean.getBoolean("mutoscope.large")) {
            promises.promise("E11", "a package of more than 2 GB, weights beside the graph, draws a clip", load::large);
        }
        promises.promise("E12", "a package that comes while a clip is rendered does not disturb it", this::hot);
    }

    private void serves(Path family) throws Exception {
        JsonNode imported = cli.json("model", "import", family.toString());
        String id = imported.path("id").asText();
        check(imported.path("offered").asBoolean(), id + " is not offered: " + platform.tail());
        check(cli.json("model", "verify", id).path("ok").asBoolean(), id + " is not what it says");
        equal(id, cli.json("model", "info", id).path("model").path("id").asText(), "id");
        String clip = studio.clip(id, Map.of("seed", "1")).path("id").asText();
        JsonNode facts = studio.facts(clip);
        for (String stage : List.of("text_ms", "denoise_ms", "decode_ms", "deliver_ms", "latents_sha256")) {
            check(facts.has("backend." + stage), id + " tells no " + stage + ": " + facts);
        }
        cli.json("model", "remove", id);
        studio.awaitOffer(id, false);
        Http.Answer gone = studio.account.post("/v1/videos", Map.of("model", id, "prompt", "x"));
        equal(503, gone.status(), "status of an order for a removed model");
    }

    /** The package that takes a first frame, in place. */
    private void imported() throws Exception {
        if (!Files.exists(platform.data.resolve("models").resolve(SVD))) {
            cli.json("model", "import", ModelFolders.family("svd").toString());
            studio.awaitOffer(SVD, true);
        }
    }

    private void firstFrames() throws Exception {
        imported();
        String size = Studio.smallest(studio.offer(SVD));
        Map<String, String> fields = Map.of("model", SVD, "prompt", "on", "size", size, "seconds", "1", "seed", "5");
        List<String> latents = new ArrayList<>();
        for (int colour : new int[] {0xff4080c0, 0xff4080c0, 0xffc02020}) {
            JsonNode created = pictured(fields, Studio.picture(size, colour)).json();
            equal("image-to-video", created.path("mutoscope").path("task").asText(), "task");
            latents.add(studio.latents(created.path("id").asText()));
        }
        equal(latents.get(0), latents.get(1), "latents of the same picture");
        check(!latents.get(0).equals(latents.get(2)), "another picture changes nothing");
        long before = studio.account.available();
        Http.Answer wrong = pictured(fields, Studio.picture("64x64", 0));
        equal("picture_size_mismatch", wrong.error(), "error");
        String said = wrong.response().body();
        check(said.contains("64x64") && said.contains(size), "it names both sizes: " + said);
        Http.Answer none = pictured(Map.of("prompt", "on"), Studio.picture("720x1280", 0));
        equal("unsupported_feature", none.error(), "error");
        check(none.response().body().contains(SVD), "it names a model that can");
        equal(before, studio.account.available(), "credits");
    }

    private Http.Answer pictured(Map<String, String> fields, byte[] picture) throws Exception {
        return studio.account.form("/v1/videos", fields, Studio.PICTURE, picture);
    }

    private void extensions() throws Exception {
        imported();
        JsonNode source = studio.clip(SVD, Map.of("seed", "3"));
        String first = source.path("id").asText();
        Map<String, ?> wanted = Map.of("video", Map.of("id", first), "prompt", "and on", "seconds", "1");
        JsonNode created = studio.account.post("/v1/videos/extensions", wanted).json();
        JsonNode longer = studio.account.awaitClip(created.path("id").asText());
        equal(first, longer.path("remixed_from_video_id").asText(), "its source");
        equal(source.path("seconds").asInt() + 1, longer.path("seconds").asInt(), "seconds of the whole");
        int before = studio.facts(first).path("milliseconds").asInt();
        int after =
                studio.facts(longer.path("id").asText()).path("milliseconds").asInt();
        check(after > before + 500, "it plays " + after + " ms, its source " + before);
    }

    private void seeds() throws Exception {
        imported();
        String one = studio.latents(studio.order(SVD, Map.of("seed", "11")));
        equal(one, studio.latents(studio.order(SVD, Map.of("seed", "11"))), "latents of the same seed");
        check(!one.equals(studio.latents(studio.order(SVD, Map.of("seed", "12")))), "another seed changes nothing");
    }

    /** A worker that has not obeyed after one second is ended, so one that lives was idle by then. */
    private void cancels() throws Exception {
        imported();
        cancel(SVD, "denoise", Map.of("steps", "200"));
        slow();
        cancel(SLOW, "text", Map.of("prompt", "a small boat ".repeat(30)));
        cancel(SLOW, "decode", Map.of("size", "48x80"));
        studio.clip(SVD, Map.of());
    }

    private void cancel(String model, String phase, Map<String, String> fields) throws Exception {
        List<ProcessHandle> before = platform.workers();
        String id = studio.order(model, fields);
        studio.awaitPhase(id, phase);
        studio.account.post("/api/v1/jobs/" + id + "/cancel", Map.of()).ok();
        JsonNode ended = studio.account.await(id);
        equal("cancelled", ended.path("error").path("code").asText(), "code");
        check(before.equals(platform.workers()), "in phase " + phase + " the worker had to be ended");
    }

    /** A model that reads long prompts for hours, and decodes for hours what stands upright; the trial of an import is neither. */
    private void slow() throws Exception {
        Path slow = folders.copy(ModelFolders.family("animatediff"), SLOW);
        new OnnxPart()
                .constant("many", 100_000_000L)
                .constant("place", 30L)
                .constant("end", 844L) // begin and end of a text have the last numbers
                .node("Gather", "late", "input_ids place", OnnxPart.whole("axis", 1))
                .node("ReduceMin", "least", "late", OnnxPart.whole("keepdims", 0))
                .node("Less", "words", "least end")
                .node("Cast", "said", "words", OnnxPart.whole("to", OnnxPart.INT64))
                .node("Mul", "turns", "said many")
                .idle("turns")
                .addTo(slow.resolve("text_encoder/model.onnx"));
        new OnnxPart()
                .constant("many", 100_000_000L)
                .constant("second", 2L)
                .constant("third", 3L)
                .node("Shape", "sides", "latent")
                .node("Gather", "high", "sides second", OnnxPart.whole("axis", 0))
                .node("Gather", "wide", "sides third", OnnxPart.whole("axis", 0))
                .node("Greater", "upright", "high wide")
                .node("Cast", "stands", "upright", OnnxPart.whole("to", OnnxPart.INT64))
                .node("Mul", "turns", "stands many")
                .idle("turns")
                .addTo(slow.resolve("vae_decoder/model.onnx"));
        ModelFolders.seal(slow);
        cli.json("model", "import", slow.toString());
        studio.awaitOffer(SLOW, true);
    }

    private void natives() throws Exception {
        JsonNode shipped = cli.json("natives", "verify");
        equal("cpu", shipped.path("provider").asText(), "provider");
        check(shipped.path("device").asText().startsWith("CPU"), "device " + shipped);
        Cli.Ran absent = cli.run("natives", "verify", "cuda13");
        equal(1, absent.exit(), "exit code without the set");
        check(absent.out().contains("natives install cuda13"), absent.out());
        // What stands in for a CUDA set on a machine without CUDA: a file that is no library.
        Path set = Files.createDirectories(platform.data.resolve("natives/cuda13"));
        Files.writeString(set.resolve("libonnxruntime.so"), "no library");
        Cli.Ran broken = cli.run("natives", "verify", "cuda13");
        equal(1, broken.exit(), "exit code with a broken set; it said " + broken.out());
        check(broken.out().contains("libonnxruntime.so"), "it names the library: " + broken.out());
        ModelFolders.delete(set);
    }

    private void hot() throws Exception {
        imported();
        String running = studio.order(SVD, Map.of("steps", "60"));
        studio.awaitPhase(running, "denoise");
        List<ProcessHandle> before = platform.workers();
        Path second = folders.copy(ModelFolders.family("animatediff"), "test-second");
        ModelFolders.copyAll(second, platform.data.resolve("models/test-second"));
        studio.account.awaitClip(running);
        equal("0", studio.job(running).path("attempts").asText(), "attempts that were charged");
        studio.awaitOffer("test-second", true);
        check(!before.equals(platform.workers()), "the worker that reads the folders anew is another");
    }
}
