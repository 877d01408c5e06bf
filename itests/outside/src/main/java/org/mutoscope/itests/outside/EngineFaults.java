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

/** Packages with a fault, and models that fail while they render. */
final class EngineFaults {
    private static final String UNET = "unet/model.onnx";
    private static final String TEXT = "text_encoder/model.onnx";
    private static final String MOODY = "test-moody";

    private final Platform platform;
    private final Studio studio;
    private final Cli cli;
    private final ModelFolders folders;

    EngineFaults(Platform platform, Studio studio) {
        this.platform = platform;
        this.studio = studio;
        this.cli = new Cli(platform);
        this.folders = new ModelFolders(platform.data.resolve("bad"));
    }

    /** Files that are not those of model.json. */
    void files() throws Exception {
        Path good = ModelFolders.family("animatediff");
        Path digest = folders.copy(good, "wrong-digest");
        byte[] bytes = Files.readAllBytes(digest.resolve(UNET));
        bytes[bytes.length / 2] ^= 1;
        Files.write(digest.resolve(UNET), bytes);
        refused(digest, "model_digest_wrong");
        Path missing = folders.copy(good, "missing-graph");
        Files.delete(missing.resolve(UNET));
        refused(missing, "model_file_missing");
        Path cut = folders.copy(good, "truncated");
        Files.write(cut.resolve(UNET), Arrays.copyOf(bytes, 100));
        refused(cut, "model_file_size");
        Path json = Files.createDirectories(platform.data.resolve("bad/no-json"));
        Files.writeString(json.resolve("model.json"), "{");
        Cli.Ran broken = cli.run("model", "import", json.toString());
        check(broken.exit() != 0 && broken.out().contains("model_json_unreadable"), broken.out());
        ModelFolders.copyAll(digest, platform.data.resolve("models/wrong-digest"));
        await(Duration.ofSeconds(60), "the log names the fault", () -> log().contains("model_digest_wrong"));
        ModelFolders.delete(platform.data.resolve("models/wrong-digest"));
        servesOn();
    }

    /** Packages that are what they say, and are wrong. */
    void contents() throws Exception {
        Path good = ModelFolders.family("animatediff");
        Path tokenizer = folders.copy(ModelFolders.family("wan"), "wrong-tokenizer");
        String words = "tokenizer/tokenizer.json";
        Files.copy(good.resolve(words), tokenizer.resolve(words), StandardCopyOption.REPLACE_EXISTING);
        ModelFolders.seal(tokenizer);
        refused(tokenizer, "model_tokenizer_wrong");
        Path input = folders.copy(good, "wrong-input");
        ModelFolders.change(input, json -> ((ObjectNode) json.at("/graphs/unet/inputs")).put("sample", "noise"));
        refused(input, "model_graph_inputs");
        Path nan = folders.copy(good, "no-numbers");
        new OnnxPart()
                .constant("no_number", Float.NaN)
                .node("Mul", "spoilt", "out_sample no_number")
                .output("spoilt", OnnxPart.FLOAT, 5)
                .addTo(nan.resolve(UNET));
        ModelFolders.change(nan, json -> ((ObjectNode) json.at("/graphs/unet/outputs")).put("out_sample", "spoilt"));
        ModelFolders.seal(nan);
        refused(nan, "model_nan");
        weights(folders.copy(good, "external"));
        servesOn();
    }

    /** The weights beside a graph: whole, shorter than model.json says, shorter than the graph says. */
    private void weights(Path folder) throws Exception {
        Path weights = external(folder, 1000, 1000);
        cli.json("model", "import", folder.toString());
        cli.json("model", "remove", "external");
        Files.write(weights, new byte[999_999]);
        refused(folder, "model_file_size");
        ModelFolders.seal(folder);
        refused(folder, "model_graph_unreadable");
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
        JsonNode failed = failed("nan");
        equal("model_output_not_finite", failed.path("error").path("code").asText(), "code");
        studio.clip(MOODY, Map.of("prompt", "red"));
    }

    /** A clip that wants more memory than there is. */
    void outOfMemory() throws Exception {
        moody();
        List<ProcessHandle> before = platform.workers();
        long credits = studio.account.available();
        JsonNode failed = failed("hungry");
        equal("out_of_memory", failed.path("error").path("code").asText(), "code");
        equal("1", studio.job(failed.path("id").asText()).path("attempts").asText(), "attempts that were charged");
        equal(credits, studio.account.available(), "credits after the failure");
        studio.clip(MOODY, Map.of("prompt", "red"));
        check(!before.equals(platform.workers()), "the worker without memory is still there");
    }

    private JsonNode failed(String prompt) throws Exception {
        moody();
        JsonNode ended = studio.account.await(studio.order(MOODY, Map.of("prompt", prompt)));
        equal("failed", ended.path("status").asText(), "status");
        return ended;
    }

    /** The model that words of a prompt spoil. */
    private void moody() throws Exception {
        if (!Files.exists(platform.data.resolve("models").resolve(MOODY))) {
            cli.json(
                    "model",
                    "import",
                    folders.copy(ModelFolders.sprite(), MOODY).toString());
            studio.awaitOffer(MOODY, true);
        }
    }

    private void servesOn() throws Exception {
        String id = studio.account
                .post("/v1/videos", Map.of("prompt", "a big cat"))
                .json()
                .path("id")
                .asText();
        studio.account.awaitClip(id);
    }

    private String log() {
        try {
            return Files.readString(platform.log().toPath());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void refused(Path folder, String code) throws Exception {
        Cli.Ran ran = cli.run("model", "import", folder.toString());
        equal(1, ran.exit(), "exit code of the import of " + folder.getFileName() + "; it said " + ran.out());
        check(ran.out().contains(code), "it does not say " + code + ": " + ran.out());
    }
}
