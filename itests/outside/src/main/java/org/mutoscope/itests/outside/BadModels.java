package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** Model packages that are not what they say, beside the good one that is shipped. */
final class BadModels {
    private static final Path TINY = Platform.TOP.resolve("backend-local-cuda/worker/src/test/resources/models");

    private final Platform platform;

    BadModels(Platform platform) {
        this.platform = platform;
    }

    /** Puts them where the platform will look. */
    void lay() throws IOException {
        Path digest = copy("tiny", "wrong-digest");
        byte[] graph = Files.readAllBytes(digest.resolve("denoiser.onnx"));
        graph[graph.length / 2] ^= 1;
        Files.write(digest.resolve("denoiser.onnx"), graph);
        Files.delete(copy("tiny", "missing-graph").resolve("denoiser.onnx"));
        copy("wrong-inputs", "wrong-inputs");
        copy("nan", "nan");
        Files.writeString(
                Files.createDirectories(platform.data.resolve("models/no-json")).resolve("model.json"), "{");
    }

    private Path copy(String from, String to) throws IOException {
        Path target = Files.createDirectories(platform.data.resolve("models").resolve(to));
        try (Stream<Path> files = Files.list(TINY.resolve(from))) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return target;
    }

    void check() throws Exception {
        Http account = platform.account("bad models", 0);
        Promises.await(Duration.ofSeconds(120), "the good models serve", () -> models(account)
                .contains("test-nan"));
        String models = models(account);
        Promises.check(models.contains("sprite-1"), "the good model is not there: " + models);
        Promises.check(
                !models.contains("test-tiny") && !models.contains("wrong-inputs"), "a bad model is there: " + models);
        String log = Files.readString(platform.log().toPath());
        for (String named :
                new String[] {"model_digest_wrong", "model_file_missing", "model_graph_inputs", "model_json"}) {
            Promises.check(log.contains(named), "the log does not say " + named + ":\n" + platform.tail());
        }
        String id = account.post("/v1/videos", Map.of("prompt", "a big cat", "model", "test-nan"))
                .json()
                .path("id")
                .asText();
        JsonNode ended = account.await(id);
        equal("failed", ended.path("status").asText(), "status");
        equal("model_output_not_finite", ended.path("error").path("code").asText(), "code");
        equal(300L, account.available(), "credits after the failure");
    }

    private static String models(Http account) {
        try {
            return account.get("/v1/models").json().toString();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
