package org.mutoscope.worker.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mutoscope.worker.TestPackages;

class ModelPackageTest {
    @TempDir
    Path temporary;

    @Test
    void aGoodPackageIsRead() throws PackageProblem {
        ModelManifest manifest =
                ModelPackage.read(TestPackages.made("tiny-good")).manifest();
        assertEquals("tiny-good", manifest.id());
        assertEquals(
                List.of(new Size(32, 48), new Size(48, 32), new Size(2048, 2048)),
                manifest.clip().sizes());
        assertEquals(3, manifest.sampler().firstFrameSteps());
    }

    static Stream<Arguments> badManifests() {
        return Stream.of(
                bad("model_format_unknown", json -> json.put("format", 3)),
                bad("model_field_invalid", json -> json.remove("format")),
                bad("model_field_invalid", json -> json.put("id", "../up")),
                bad("model_field_invalid", json -> json.put("id", "x".repeat(65))),
                bad("model_field_invalid", json -> json.put("name", "two\nlines")),
                bad("model_field_invalid", json -> json.put("frames_per_second", 1_000_000)),
                bad("model_field_invalid", json -> json.put("frames_per_second", 0.5)),
                bad("model_field_invalid", json -> json.put("frames_per_second", "8")),
                bad("model_field_invalid", json -> json.putArray("seconds")),
                bad("model_field_invalid", json -> json.putArray("seconds").add(-1)),
                bad("model_field_invalid", json -> json.putArray("seconds").add(1_000_000_000L)),
                bad("model_field_invalid", json -> json.putArray("render_sizes").add("0x0")),
                bad("model_field_invalid", json -> json.putArray("render_sizes").add("99999x99999")),
                bad("model_field_invalid", json -> json.putArray("render_sizes").add("33x48")),
                bad("model_field_invalid", json -> json.putArray("render_sizes").add("1280")),
                bad("model_field_invalid", json -> json.put("tasks", "text-to-video")),
                bad("model_field_invalid", json -> json.put("sampler", 3)),
                bad("model_field_invalid", json -> ((ObjectNode) json.get("sampler")).put("steps", 0)),
                bad("model_field_invalid", json -> ((ObjectNode) json.get("sampler")).put("guidance", "NaN")),
                bad("model_field_invalid", json -> ((ObjectNode) json.get("sampler")).put("time_floor", 0)),
                bad("model_field_invalid", json -> denoiser(json).put("file", "../denoiser.onnx")),
                bad("model_field_invalid", json -> denoiser(json).put("file", "/etc/passwd")),
                bad("model_field_invalid", json -> denoiser(json).put("sha256", "abc")),
                bad("model_field_invalid", json -> denoiser(json).put("bytes", Long.MAX_VALUE)),
                bad("model_file_missing", json -> denoiser(json).put("file", "other.onnx")),
                bad("model_file_size", json -> denoiser(json).put("bytes", 7)),
                bad("model_digest_wrong", json -> denoiser(json).put("sha256", "0".repeat(64))));
    }

    private static Arguments bad(String code, Consumer<ObjectNode> change) {
        return Arguments.of(code, change);
    }

    private static ObjectNode denoiser(ObjectNode json) {
        return (ObjectNode) json.at("/graphs/denoiser");
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("badManifests")
    void refuses(String code, Consumer<ObjectNode> change) throws IOException {
        assertEquals(
                code,
                problem(TestPackages.changed(temporary.resolve("bad"), change)).code());
    }

    @Test
    void refusesAFolderWithoutManifest() {
        assertEquals("model_json_missing", problem(temporary).code());
    }

    @Test
    void refusesWhatIsNotJson() throws IOException {
        for (String content : List.of("", "{", "[]", "null", "[".repeat(100_000), "{\"format\":1}")) {
            Files.writeString(temporary.resolve("model.json"), content);
            assertTrue(problem(temporary).code().matches("model_json_unreadable|model_field_invalid"), content);
        }
    }

    @Test
    void refusesAHugeManifest() throws IOException {
        Files.writeString(temporary.resolve("model.json"), " ".repeat((1 << 20) + 1));
        assertEquals("model_json_unreadable", problem(temporary).code());
    }

    @Test
    void everyProblemSaysWhatToDo() throws IOException {
        Path folder = TestPackages.copy(temporary.resolve("bad"));
        Files.delete(folder.resolve("denoiser.onnx"));
        assertEquals(
                "denoiser.onnx is missing; fetch the package again",
                problem(folder).getMessage());
    }

    private static PackageProblem problem(Path folder) {
        return assertThrows(PackageProblem.class, () -> ModelPackage.read(folder));
    }
}
