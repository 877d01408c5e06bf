package org.mutoscope.itests.outside;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** The packages that promises order clips of. Those that are wanted come and go together: each change of the model folders costs a worker's start. */
final class EnginePackages {
    static final String SVD = "test-svd";
    /** Draws in an instant, from a text or a picture. */
    static final String QUICK = "test-ltx";
    /** Reads a text, and offers long clips. */
    static final String LONG = "test-wan";
    /** One whose frames are its latents, and whose first latents are the picture that it was given. */
    static final String CLEAR = "test-clear";

    static final String SLOW = "test-slow";
    /** Takes no picture. */
    static final String WORDS = "test-animatediff";

    static final String MOODY = "test-moody";

    /** Commands at once that spend most of their time waiting for the platform. */
    private static final int WAITING = 5;

    private final Platform platform;
    private final Cli cli;
    private final Studio studio;
    private final ModelFolders folders;

    EnginePackages(Platform platform, Studio studio) {
        this.platform = platform;
        this.cli = new Cli(platform);
        this.studio = studio;
        this.folders = new ModelFolders(platform.data.resolve("copies"));
    }

    /** Does something with each, two at a time: a command is a start of Java, and the small machine has two processors. */
    static <T> void each(List<T> all, Doing<T> doing) throws Exception {
        each(all, 2, doing);
    }

    private static <T> void each(List<T> all, int atOnce, Doing<T> doing) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(atOnce);
        try {
            List<Future<?>> begun = new ArrayList<>();
            for (T one : all) {
                begun.add(threads.submit(() -> {
                    doing.with(one);
                    return null;
                }));
            }
            for (Future<?> future : begun) {
                future.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError failed) {
                throw new AssertionError(failed.getMessage(), e);
            }
            throw e;
        } finally {
            threads.shutdown();
        }
    }

    /** What is done with one. */
    interface Doing<T> {
        void with(T one) throws Exception;
    }

    /** Packages that the export tool made, by id: a family each, and Wan from a picture. Their variants are the business of {@code PipelineGoldenTest}. */
    static Map<String, Path> exported() {
        Map<String, Path> exported = new LinkedHashMap<>();
        for (String family : List.of("svd", "wan", "wan-i2v", "animatediff", "ltx")) {
            exported.put("test-" + family, ModelFolders.family(family));
        }
        return exported;
    }

    /** Imports those that are not there, and waits until all are offered. */
    void need(String... ids) throws Exception {
        Map<String, Path> missing = new LinkedHashMap<>();
        for (String id : ids) {
            if (!Files.exists(imported(id))) {
                missing.put(id, folder(id));
            }
        }
        each(List.copyOf(missing.entrySet()), WAITING, one -> {
            var answer = cli.json("model", "import", one.getValue().toString());
            Promises.equal(one.getKey(), answer.path("id").asText(), "id");
            Promises.check(answer.path("offered").asBoolean(), one.getKey() + " is not offered: " + platform.tail());
        });
        for (String id : ids) {
            studio.awaitOffer(id, true);
        }
    }

    private Path imported(String id) {
        return platform.data.resolve("models").resolve(id);
    }

    private Path folder(String id) throws IOException {
        return switch (id) {
            case SLOW -> slow();
            case CLEAR -> clear();
            case MOODY -> folders.copy(ModelFolders.sprite(), MOODY);
            default -> exported().get(id);
        };
    }

    /** Removes all that are there. @return their ids */
    List<String> removeAll() throws Exception {
        List<String> there;
        try (Stream<Path> all = Files.list(platform.data.resolve("models"))) {
            there = all.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("test-"))
                    .sorted()
                    .toList();
        }
        each(there, WAITING, id -> cli.json("model", "remove", id));
        return there;
    }

    /** Latents are averages of pieces of 16 by 16 pixels, frames are latents drawn large: what is kept of a picture can be seen. */
    private Path clear() throws IOException {
        Path clear = folders.copy(ModelFolders.family("ltx"), CLEAR);
        new OnnxPart()
                .list("eight", 0, 1, 2, 0, 1, 2, 0, 1)
                .node(
                        "AveragePool",
                        "pieces",
                        "sample",
                        OnnxPart.wholes("kernel_shape", 1, 16, 16),
                        OnnxPart.wholes("strides", 8, 16, 16))
                .node("Gather", "seen", "pieces eight", OnnxPart.whole("axis", 1))
                .output("seen", OnnxPart.FLOAT, 5)
                .addTo(clear.resolve("vae_encoder/model.onnx"));
        new OnnxPart()
                .list("three", 0, 1, 2)
                .list("times", 1f, 1f, 8f, 16f, 16f)
                .list("from", 7)
                .list("to", Integer.MAX_VALUE)
                .list("along", 2)
                .list("batch", 0)
                .constant("half", 127.5f)
                .constant("none", 0f)
                .constant("most", 255f)
                .node("Gather", "colours", "latent three", OnnxPart.whole("axis", 1))
                .node("Resize", "large", "colours  times")
                .node("Slice", "causal", "large from to along")
                .node("Mul", "spread", "causal half")
                .node("Add", "bright", "spread half")
                .node("Clip", "clipped", "bright none most")
                .node("Cast", "bytes", "clipped", OnnxPart.whole("to", OnnxPart.UINT8))
                .node("Squeeze", "clip", "bytes batch")
                .node("Transpose", "shown", "clip", OnnxPart.wholes("perm", 1, 2, 3, 0))
                .output("shown", OnnxPart.UINT8, 4)
                .addTo(clear.resolve("vae_decoder/model.onnx"));
        ModelFolders.change(clear, json -> {
            ((ObjectNode) json.at("/graphs/vae_encoder/outputs")).put("latent", "seen");
            ((ObjectNode) json.at("/graphs/vae_decoder/outputs")).put("frames", "shown");
        });
        ModelFolders.seal(clear);
        return clear;
    }

    /** A model that reads long prompts for hours, and decodes for hours what stands upright; the trial of an import is neither. */
    private Path slow() throws IOException {
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
        return slow;
    }
}
