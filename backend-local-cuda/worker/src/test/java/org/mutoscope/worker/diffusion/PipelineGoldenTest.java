package org.mutoscope.worker.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.Material;
import org.mutoscope.worker.render.RenderOrder;
import org.mutoscope.worker.wire.Fields;

/** Every pipeline against the Python pipeline it follows: same weights, same noise, same latents after every step, same frames. */
class PipelineGoldenTest {
    @TempDir
    Path temporary;

    /** All folders {@code FAMILY/golden*}. */
    static Stream<Path> goldens() throws Exception {
        List<Path> goldens = new ArrayList<>();
        try (DirectoryStream<Path> families = Files.newDirectoryStream(DiffusionPackages.FOLDER, Files::isDirectory)) {
            for (Path family : families) {
                try (DirectoryStream<Path> folders = Files.newDirectoryStream(family, "golden*")) {
                    folders.forEach(goldens::add);
                }
            }
        }
        return goldens.stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void computesWhatPythonComputed(Path folder) throws Exception {
        Golden golden = Golden.read(folder);
        Set<Integer> steps = new TreeSet<>();
        Instruments instruments = new Instruments(golden, (window, step, latents) -> {
            golden.checkLatents(String.format("latents_%02d", step), latents);
            steps.add(step);
        });
        FilmSink sink = new FilmSink();
        try (DiffusionModel model = DiffusionPackages.open(prepared(folder, golden));
                Cancellation never = new Cancellation()) {
            int frames = golden.setting("frames").asInt();
            Fields facts = model.render(order(golden), frames, new Take.Studio(sink, never, instruments));
            assertEquals(frames, facts.number("frames"));
            assertEquals(64, facts.text("latents_sha256").length());
        }
        golden.checkFrames(sink.frames());
        if (golden.has("pixel_values_every_7")) {
            checkVision(golden, folder.getParent().getFileName().toString().equals("svd"));
        }
        assertEquals(golden.steps(), steps.size());
        assertTrue(
                sink.phases().containsAll(Set.of("text", "denoise", "decode", "encode")),
                sink.phases().toString());
        assertEquals(1.0, sink.fraction());
    }

    /** What the picture encoder sees, every seventh row and column of it. */
    private static void checkVision(Golden golden, boolean blurred) {
        Picture picture = new Picture(golden.size(), golden.bytes("image"));
        float[] ours = blurred
                ? ClipVision.pixels(
                        picture.planes(), golden.size().width(), golden.size().height())
                : ClipVision.cropped(picture);
        float[] theirs = golden.floats("pixel_values_every_7");
        int rows = ClipVision.SIDE / 7;
        for (int i = 0; i < theirs.length; i++) {
            int at = i / rows / rows * ClipVision.SIDE * ClipVision.SIDE
                    + i / rows % rows * 7 * ClipVision.SIDE
                    + i % rows * 7;
            // Bytes in between may round differently by one: 1 / 255 / 0.26.
            assertEquals(theirs[i], ours[at], blurred ? 1e-3 : 0.016, "value " + i);
        }
    }

    /** The package, or a copy of it with the scheduler and the settings that this golden was made with. */
    private Path prepared(Path folder, Golden golden) throws Exception {
        Path scheduler = folder.resolve("scheduler_config.json");
        double rescale = golden.setting("guidance_rescale").asDouble(0);
        boolean sampled = golden.setting("sampling").isObject();
        if (rescale == 0 && !sampled && !Files.exists(scheduler)) {
            return folder.getParent();
        }
        byte[] bytes = Files.exists(scheduler) ? Files.readAllBytes(scheduler) : new byte[0];
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        String family = folder.getParent().getFileName().toString();
        Path copy = DiffusionPackages.changed(family, temporary.resolve(family), json -> {
            ((ObjectNode) json.get("sampling")).put("guidance_rescale", rescale);
            if (sampled) {
                ((ObjectNode) json.get("sampling")).setAll((ObjectNode) golden.setting("sampling"));
            }
            if (golden.setting("guidance_2").isNumber()) {
                ((ObjectNode) json.get("experts")).set("guidance", golden.setting("guidance_2"));
            }
            if (bytes.length > 0) {
                ((ObjectNode) json.at("/files/scheduler")).put("sha256", digest).put("bytes", bytes.length);
            }
        });
        if (bytes.length > 0) {
            Files.write(copy.resolve("scheduler/scheduler_config.json"), bytes);
        }
        return copy;
    }

    private static RenderOrder order(Golden golden) {
        Map<String, String> options = new HashMap<>();
        for (String name : List.of(Wishes.STEPS, Wishes.GUIDANCE, Wishes.NEGATIVE_PROMPT, Wishes.STRENGTH)) {
            // Whoever asks for a guidance asks it of both experts.
            boolean own =
                    name.equals(Wishes.GUIDANCE) && golden.setting("guidance_2").isNumber();
            if (golden.setting(name).isValueNode() && !own) {
                options.put(name, golden.setting(name).asText());
            }
        }
        return new RenderOrder(
                "golden", golden.setting("prompt").asText(), golden.size(), 1, 1, material(golden), options);
    }

    private static Material material(Golden golden) {
        if (golden.has("source")) {
            int frames = golden.setting("frames").asInt();
            Optional<Path> source = Optional.of(golden.file("source"));
            return new Material(Material.EDIT, Optional.empty(), Optional.empty(), source, frames);
        }
        if (golden.has("last_image")) {
            Optional<Path> first = Optional.of(golden.file("image"));
            Optional<Path> last = Optional.of(golden.file("last_image"));
            return new Material(Material.BOTH_ENDS, first, last, Optional.empty(), 0);
        }
        if (golden.has("image")) {
            Optional<Path> image = Optional.of(golden.file("image"));
            return new Material(Material.IMAGE, image, Optional.empty(), Optional.empty(), 0);
        }
        return Material.NONE;
    }
}
