package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;
import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Packages with a fault, and models that fail while they render. */
final class EngineFaults {
    private static final String UNET = "unet/model.onnx";
    private static final String TEXT = "text_encoder/model.onnx";

    private final Platform platform;
    private final Studio studio;
    private final EnginePackages packages;
    private final Cli cli;
    private final ModelFolders folders;

    EngineFaults(Platform platform, Studio studio, EnginePackages packages) {
        this.platform = platform;
        this.studio = studio;
        this.packages = packages;
        this.cli = new Cli(platform);
        this.folders = new ModelFolders(platform.data.resolve("bad"));
    }

    /** A package that is refused, and how. */
    private record Bad(Path folder, String code) {}

    /** Puts a package with a wrong digest among those that a platform finds. */
    static void brokenFrom(Path data) throws IOException {
        changed(new ModelFolders(data.resolve("models")).copy(ModelFolders.family("animatediff"), "wrong-digest"));
    }

    private static Path changed(Path folder) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(UNET));
        bytes[bytes.length / 2] ^= 1;
        Files.write(folder.resolve(UNET), bytes);
        return folder;
    }

    /** Files that are not those of model.json. */
    void files() throws Exception {
        Path good = ModelFolders.family("animatediff");
        Path digest = changed(folders.copy(good, "other-digest"));
        Path missing = folders.copy(good, "missing-graph");
        Files.delete(missing.resolve(UNET));
        Path unnamed = folders.copy(good, "unnamed-graph");
        ModelFolders.change(unnamed, json -> ((ObjectNode) json.path("graphs")).remove("unet"));
        Path cut = folders.copy(good, "truncated");
        Files.write(cut.resolve(UNET), Arrays.copyOf(Files.readAllBytes(good.resolve(UNET)), 100));
        Path json = Files.createDirectories(platform.data.resolve("bad/no-json"));
        Files.writeString(json.resolve("model.json"), "{");
        EnginePackages.each(
                List.of(
                        new Bad(digest, "model_digest_wrong"),
                        new Bad(missing, "model_file_missing"),
                        new Bad(unnamed, "model_graph_missing"),
                        new Bad(cut, "model_file_size"),
                        new Bad(json, "model_json_unreadable")),
                this::refused);
        await(
                Duration.ofSeconds(60),
                "the log names what was copied by hand",
                () -> log().contains("model_digest_wrong") && log().contains("wrong-digest"));
        servesOn();
    }

    /** Packages that are what they say, and are wrong. */
    void contents() throws Exception {
        Path good = ModelFolders.family("animatediff");
        Path tokenizer = folders.copy(ModelFolders.family("wan"), "wrong-tokenizer");
        String words = "tokenizer/tokenizer.json";
        Files.copy(good.resolve(words), tokenizer.resolve(words), StandardCopyOption.REPLACE_EXISTING);
        ModelFolders.seal(tokenizer);
        Path input = folders.copy(good, "wrong-input");
        ModelFolders.change(input, json -> ((ObjectNode) json.at("/graphs/unet/inputs")).put("sample", "noise"));
        Path nan = folders.copy(good, "no-numbers");
        new OnnxPart()
                .constant("no_number", Float.NaN)
                .node("Mul", "spoilt", "out_sample no_number")
                .output("spoilt", OnnxPart.FLOAT, 5)
                .addTo(nan.resolve(UNET));
        ModelFolders.change(nan, json -> ((ObjectNode) json.at("/graphs/unet/outputs")).put("out_sample", "spoilt"));
        ModelFolders.seal(nan);
        EnginePackages.each(
                List.of(
                        new Bad(tokenizer, "model_tokenizer_wrong"),
                        new Bad(input, "model_graph_inputs"),
                        new Bad(nan, "model_nan"),
                        new Bad(truncated("shorter-file", false), "model_file_size"),
                        new Bad(truncated("shorter-weights", true), "model_graph_unreadable")),
                this::refused);
        // It was the shortness alone: as a whole the same package runs.
        Path whole = folders.copy(good, "external");
        external(whole, 1000, 1000);
        check(cli.json("model", "verify", whole.toString()).path("ok").asBoolean(), "whole weights do not verify");
        servesOn();
    }

    /** Weights beside a graph, shorter than model.json says, or only than the graph says. */
    private Path truncated(String id, boolean sealed) throws Exception {
        Path folder = folders.copy(ModelFolders.family("animatediff"), id);
        Path weights = external(folder, 1000, 1000);
        Files.write(weights, new byte[999_999]);
        if (sealed) {
            ModelFolders.seal(folder);
        }
        return folder;
    }

    /** Gives the text encoder bytes [rows, width] in a file of their own; the file is there, empty, and as long as that. */
    static Path external(Path folder, int rows, int width) throws IOException {
        Path weights = folder.resolve("text_encoder/weights.bin");
        try (var file = new java.io.RandomAccessFile(weights.toFile(), "rw")) {
            file.setLength((long) rows * width);
        }
        new OnnxPart()
                .external("rows", "weights.bin", rows, width)
                .node("Gather", "row", "rows input_ids", OnnxPart.whole("axis", 0))
                .output("row", OnnxPart.UINT8, 3)
                .addTo(folder.resolve(TEXT));
        ModelFolders.change(folder, json -> ((ObjectNode) json.at("/graphs/text_encoder"))
                .putArray("external")
                .addObject()
                .put("file", "text_encoder/weights.bin"));
        ModelFolders.seal(folder);
        return weights;
    }

    /** A value that is no number, in one clip of a model that is all right otherwise. */
    void noNumber() throws Exception {
        packages.need(EnginePackages.MOODY);
        JsonNode failed = failed("nan");
        equal("model_output_not_finite", failed.path("error").path("code").asText(), "code");
        studio.clip(EnginePackages.MOODY, Map.of("prompt", "red"));
    }

    /** A clip that wants more memory than there is. Each time it costs one of the two attempts and a worker. */
    void outOfMemory() throws Exception {
        packages.need(EnginePackages.MOODY);
        Set<ProcessHandle> before = Set.copyOf(platform.workers());
        long credits = studio.account.available();
        JsonNode failed = failed("hungry");
        String id = failed.path("id").asText();
        equal("out_of_memory", failed.path("error").path("code").asText(), "code");
        equal("2", studio.job(id).path("attempts").asText(), "attempts that were charged");
        String story =
                studio.account.get("/api/v1/jobs/" + id + "/explain").response().body();
        check(story.split("out_of_memory: ", -1).length - 1 == 2, "each is named once: " + story);
        equal(credits, studio.account.available(), "credits after the failure");
        studio.clip(EnginePackages.MOODY, Map.of("prompt", "red"));
        check(!before.equals(Set.copyOf(platform.workers())), "the worker without memory is still there");
    }

    private JsonNode failed(String prompt) throws Exception {
        JsonNode ended = studio.account.await(studio.order(EnginePackages.MOODY, Map.of("prompt", prompt)));
        equal("failed", ended.path("status").asText(), "status");
        return ended;
    }

    private void servesOn() throws Exception {
        packages.need(EnginePackages.QUICK);
        studio.clip(EnginePackages.QUICK, Map.of());
    }

    private String log() {
        try {
            return Files.readString(platform.log().toPath());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void refused(Bad bad) throws Exception {
        Cli.Ran ran = cli.run("model", "import", bad.folder.toString());
        String name = bad.folder.getFileName().toString();
        check(ran.exit() != 0, "the import of " + name + " ended with 0; it said " + ran.out());
        check(ran.out().contains(bad.code), "of " + name + " it does not say " + bad.code + ": " + ran.out());
        check(!Files.exists(platform.data.resolve("models").resolve(name)), name + " was imported");
    }
}
