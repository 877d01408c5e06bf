package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;
import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * The promises of the local engine, with tiny packages of random weights that the export tool made. What their clips show is noise, so it is latents and
 * counts that are compared. That latents are those of diffusers (E2) is checked by the worker's own tests, which see them.
 */
public final class LocalEngine {
    private static final Path PACKAGES = Platform.TOP.resolve("backend-local-cuda/worker/src/test/resources/diffusion");
    private static final String PICTURE = "input_reference";

    private final Promises promises;
    private Platform platform;
    private Cli cli;
    private Http account;
    private String model;

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
        platform = new Platform(Map.of()).start();
        try {
            cli = new Cli(platform);
            account = platform.account("engine", 10_000);
            promises.promise(
                    "E1",
                    "each exported package: imported, offered without a restart, verified, a clip, removed",
                    this::packages);
            promises.promise(
                    "E3",
                    "a first frame: another one, other latents; of another size, a numbered error",
                    this::firstFrames);
            promises.promise("E4", "an extension begins with its clip and names it", this::extensions);
            promises.promise("E5", "same seed, same latents; other seed, other clip", this::seeds);
            promises.promise(
                    "E6", "cancelled while it denoises: the worker is idle within 1 s and lives on", this::cancel);
            promises.promise(
                    "E7",
                    "packages with a fault: named by import and in the log, the platform serves on",
                    this::faults);
            promises.promise("E9", "natives verify names the provider, or what is missing", this::natives);
            promises.promise("E12", "a package that comes while a clip is rendered does not disturb it", this::hot);
        } finally {
            platform.close();
        }
    }

    private static List<Path> families() throws IOException {
        if (!Files.isDirectory(PACKAGES)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(PACKAGES)) {
            return all.filter(folder -> Files.exists(folder.resolve("model.json")))
                    .sorted()
                    .toList();
        }
    }

    private void packages() throws Exception {
        check(!families().isEmpty(), "no package in " + PACKAGES);
        for (Path family : families()) {
            JsonNode imported = cli.json("model", "import", family.toString());
            String id = imported.path("id").asText();
            check(imported.path("offered").asBoolean(), id + " is not offered: " + platform.tail());
            check(cli.json("model", "verify", id).path("ok").asBoolean(), id + " is not what it says");
            equal(id, cli.json("model", "info", id).path("model").path("id").asText(), "id");
            JsonNode clip = account.awaitClip(order(id, Map.of("seed", "1")));
            JsonNode facts = facts(clip);
            for (String stage : List.of("denoise_ms", "decode_ms", "deliver_ms", "latents_sha256")) {
                check(facts.has("backend." + stage), id + " tells no " + stage + ": " + facts);
            }
            cli.json("model", "remove", id);
            await(Duration.ofSeconds(60), id + " is no longer offered", () -> !models().contains(id));
            equal(
                    503,
                    account.post("/v1/videos", Map.of("model", id, "prompt", "x"))
                            .status(),
                    "status of an order for a removed model");
        }
    }

    /** The first of the packages that takes a first frame, in place. @return its id */
    private String imported() throws Exception {
        if (model == null) {
            model = importedNow();
        }
        return model;
    }

    private String importedNow() throws Exception {
        for (Path family : families()) {
            String manifest = Files.readString(family.resolve("model.json"));
            if (manifest.contains("image-to-video") && manifest.contains("extend")) {
                return cli.json("model", "import", family.toString()).path("id").asText();
            }
        }
        throw new AssertionError("no package takes a first frame");
    }

    private String order(String model, Map<String, String> more) throws Exception {
        return order(model, more, 0xff4080c0);
    }

    /** Orders the shortest clip of a model, with a first frame of one colour if it wants one. */
    private String order(String model, Map<String, String> more, int colour) throws Exception {
        JsonNode offer = offer(model);
        String size = smallest(offer);
        Map<String, String> fields = new HashMap<>(more);
        fields.put("model", model);
        fields.putIfAbsent("prompt", "a small red boat");
        fields.put("size", size);
        fields.putIfAbsent("seconds", offer.path("seconds").path(0).asText());
        boolean words = offer.path("tasks").toString().contains("text-to-video");
        Http.Answer answer = words
                ? account.post("/v1/videos", fields)
                : account.form("/v1/videos", fields, PICTURE, picture(size, colour));
        return answer.json().path("id").asText();
    }

    private JsonNode offer(String model) throws Exception {
        for (JsonNode offer : account.get("/api/v1/models").json().path("data")) {
            if (offer.path("id").asText().equals(model)) {
                return offer;
            }
        }
        throw new AssertionError("no model " + model);
    }

    private static String smallest(JsonNode offer) {
        List<String> sizes = new ArrayList<>();
        offer.path("sizes").forEach(size -> sizes.add(size.asText()));
        return sizes.stream()
                .min(Comparator.comparingInt(
                        size -> Integer.parseInt(size.split("x")[0]) * Integer.parseInt(size.split("x")[1])))
                .orElseThrow();
    }

    private static byte[] picture(String size, int colour) throws IOException {
        int width = Integer.parseInt(size.split("x")[0]);
        int height = Integer.parseInt(size.split("x")[1]);
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            picture.setRGB(i % width, i / width, colour + i % width);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", png);
        return png.toByteArray();
    }

    private JsonNode facts(JsonNode clip) throws Exception {
        return account.get("/api/v1/jobs/" + clip.path("id").asText()).json().path("facts");
    }

    private String latents(String id) throws Exception {
        return facts(account.awaitClip(id)).path("backend.latents_sha256").asText();
    }

    private String models() {
        try {
            return account.get("/api/v1/models").json().toString();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void firstFrames() throws Exception {
        imported();
        String size = smallest(offer(model));
        List<String> latents = new ArrayList<>();
        for (int colour : new int[] {0xff4080c0, 0xff4080c0, 0xffc02020}) {
            JsonNode created = account.form(
                            "/v1/videos",
                            Map.of("model", model, "prompt", "on", "size", size, "seconds", "1", "seed", "5"),
                            PICTURE,
                            picture(size, colour))
                    .json();
            equal("image-to-video", created.path("mutoscope").path("task").asText(), "task");
            latents.add(latents(created.path("id").asText()));
        }
        equal(latents.get(0), latents.get(1), "latents of the same picture");
        check(!latents.get(0).equals(latents.get(2)), "another picture changes nothing");
        long before = account.available();
        Http.Answer wrong = account.form(
                "/v1/videos",
                Map.of("model", model, "prompt", "on", "size", size, "seconds", "1"),
                PICTURE,
                picture("64x64", 0));
        equal("picture_size_mismatch", wrong.error(), "error");
        check(
                wrong.response().body().contains("64x64")
                        && wrong.response().body().contains(size),
                "it names both sizes");
        Http.Answer none = account.form("/v1/videos", Map.of("prompt", "on"), PICTURE, picture("720x1280", 0));
        equal("unsupported_feature", none.error(), "error");
        check(
                none.response().body().contains(model),
                "it names a model that can: " + none.response().body());
        equal(before, account.available(), "credits");
    }

    private void extensions() throws Exception {
        imported();
        String first = order(model, Map.of("seed", "3"));
        JsonNode source = account.awaitClip(first);
        JsonNode created = account.post(
                        "/v1/videos/extensions",
                        Map.of("video", Map.of("id", first), "prompt", "and on", "seconds", "1"))
                .json();
        JsonNode longer = account.awaitClip(created.path("id").asText());
        equal(first, longer.path("remixed_from_video_id").asText(), "its source");
        equal(source.path("seconds").asInt() + 1, longer.path("seconds").asInt(), "seconds of the whole");
        JsonNode facts = facts(longer);
        int milliseconds = facts(source).path("milliseconds").asInt();
        check(
                facts.path("milliseconds").asInt() > milliseconds + 500,
                "it plays " + facts.path("milliseconds") + " ms, its source " + milliseconds);
    }

    private void seeds() throws Exception {
        imported();
        String one = latents(order(model, Map.of("seed", "11")));
        equal(one, latents(order(model, Map.of("seed", "11"))), "latents of the same seed");
        check(!one.equals(latents(order(model, Map.of("seed", "12")))), "another seed changes nothing");
    }

    private void cancel() throws Exception {
        imported();
        String id = order(model, Map.of("steps", "200"));
        await(Duration.ofSeconds(60), id + " denoises", () -> phase(id).equals("denoise"));
        List<ProcessHandle> before = platform.workers();
        long begin = System.nanoTime();
        account.post("/api/v1/jobs/" + id + "/cancel", Map.of()).ok();
        long millis = (System.nanoTime() - begin) / 1_000_000;
        check(millis < 1500, "cancelling took " + millis + " ms");
        check(before.equals(platform.workers()), "the worker had to be ended");
        account.awaitClip(order(model, Map.of()));
    }

    private String phase(String id) {
        try {
            return account.get("/api/v1/jobs/" + id).json().path("phase").asText();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void faults() throws Exception {
        Path good = families().get(0);
        Path digest = copy(good, "wrong-digest");
        Path graph = graphs(digest).get(0);
        byte[] bytes = Files.readAllBytes(graph);
        bytes[bytes.length / 2] ^= 1;
        Files.write(graph, bytes);
        refused(digest, "model_digest_wrong");
        Path missing = copy(good, "missing-graph");
        Files.delete(graphs(missing).get(0));
        refused(missing, "model_file_missing");
        Path cut = copy(good, "truncated");
        Path first = graphs(cut).get(0);
        Files.write(first, java.util.Arrays.copyOf(Files.readAllBytes(first), 100));
        refused(cut, "model_file_size");
        Path json = Files.createDirectories(platform.data.resolve("bad/no-json"));
        Files.writeString(json.resolve("model.json"), "{");
        check(cli.run("model", "import", json.toString()).exit() != 0, "a broken model.json is imported");
        Trees.copy(digest, platform.data.resolve("models/wrong-digest"));
        await(Duration.ofSeconds(60), "the log names the fault", () -> log().contains("model_digest_wrong"));
        account.awaitClip(account.post("/v1/videos", Map.of("prompt", "a big cat"))
                .json()
                .path("id")
                .asText());
        Trees.delete(platform.data.resolve("models/wrong-digest"));
    }

    private String log() {
        try {
            return Files.readString(platform.log().toPath());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path copy(Path from, String name) throws IOException {
        Path to = platform.data.resolve("bad").resolve(name);
        Trees.copy(from, to);
        return to;
    }

    private static List<Path> graphs(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".onnx"))
                    .sorted()
                    .toList();
        }
    }

    private void refused(Path folder, String code) throws Exception {
        Cli.Ran ran = cli.run("model", "import", folder.toString());
        equal(1, ran.exit(), "exit code of the import; it said " + ran.out());
        check(ran.out().contains(code), "it does not say " + code + ": " + ran.out());
    }

    private void natives() throws Exception {
        JsonNode shipped = cli.json("natives", "verify");
        equal("cpu", shipped.path("provider").asText(), "provider");
        check(shipped.path("device").asText().startsWith("CPU"), "device " + shipped);
        Cli.Ran absent = cli.run("natives", "verify", "cuda13");
        equal(1, absent.exit(), "exit code without the set");
        check(absent.out().contains("natives install cuda13"), absent.out());
        // What stands in for a CUDA set on a machine without CUDA: the shipped libraries, asked for CUDA.
        Path set = Files.createDirectories(platform.data.resolve("natives/cuda13"));
        Files.writeString(set.resolve("libonnxruntime.so"), "no library");
        Cli.Ran broken = cli.run("natives", "verify", "cuda13");
        equal(1, broken.exit(), "exit code with a broken set; it said " + broken.out());
        check(broken.out().contains("libonnxruntime.so"), "it names the library: " + broken.out());
        Trees.delete(set);
    }

    private void hot() throws Exception {
        imported();
        String running = order(model, Map.of("steps", "100"));
        await(Duration.ofSeconds(60), running + " denoises", () -> phase(running)
                .equals("denoise"));
        List<ProcessHandle> before = platform.workers();
        Path second = copy(families().get(0), "second");
        Path manifest = second.resolve("model.json");
        Files.writeString(
                manifest, Files.readString(manifest).replaceFirst("\"id\": \"[^\"]*\"", "\"id\": \"test-second\""));
        Trees.copy(second, platform.data.resolve("models/test-second"));
        JsonNode clip = account.awaitClip(running);
        equal(
                "0",
                account.get("/api/v1/jobs/" + running).json().path("attempts").asText(),
                "attempts that were charged");
        equal("completed", clip.path("status").asText(), "status");
        await(Duration.ofSeconds(60), "test-second is offered", () -> models().contains("test-second"));
        check(!before.equals(platform.workers()), "the worker that reads the folders anew is another");
    }

    /** Folders as a whole. */
    private static final class Trees {
        static void copy(Path from, Path to) throws IOException {
            try (Stream<Path> all = Files.walk(from)) {
                for (Path path : all.toList()) {
                    Path target = to.resolve(from.relativize(path).toString());
                    if (Files.isDirectory(path)) {
                        Files.createDirectories(target);
                    } else {
                        Files.copy(path, target);
                    }
                }
            }
        }

        static void delete(Path folder) throws IOException {
            try (Stream<Path> all = Files.walk(folder)) {
                all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }
}
