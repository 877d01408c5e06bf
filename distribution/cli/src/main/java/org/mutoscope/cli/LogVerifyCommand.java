package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mutoscope log verify}: whether a history is what it says, from its files alone. */
@Command(
        name = "verify",
        description = {
            "computes the history of clips anew from its files and says what does not fit; needs no platform and no key",
            "for example: log verify data/history, or log verify https://video.example.com/log"
        })
final class LogVerifyCommand extends Local {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST = 32 * 1024 * 1024;
    private static final int NOT_FOUND = 404;
    private static final int OK = 200;

    @Parameters(index = "0", paramLabel = "LOG", description = "folder or address of the log")
    private String log;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "verifier key that you have kept; without it the signature is not looked at")
    private String key;

    @Option(
            names = "--since",
            paramLabel = "FILE",
            description = "an older checkpoint that you have kept: it must be the beginning of this log")
    private Path since;

    @Override
    JsonNode run() throws IOException {
        History history = new History(log.matches("https?://.*") ? LogVerifyCommand.this::fetch : this::read);
        History.Head head = history.head();
        if (key != null && !History.signed(head, key)) {
            throw new Failure(Failure.REFUSED, "the checkpoint is not signed by the key " + key.split("\\+")[0]);
        }
        List<byte[]> leaves = history.leaves(head.size());
        requireRoot(head, leaves, "the entries do not have the root that the checkpoint says");
        int tiles = history.tiles(leaves);
        ObjectNode answer = Api.object()
                .put("origin", head.origin())
                .put("size", head.size())
                .put("root", head.root())
                .put("tiles", tiles)
                .put("signature", key == null ? "not looked at" : "good");
        if (since != null) {
            History.Head older = History.Head.of(Files.readString(since));
            if (older.size() > head.size() || !older.origin().equals(head.origin())) {
                throw new Failure(
                        Failure.REFUSED,
                        since + " is " + older.origin() + " with " + older.size() + " entries, this is " + head.origin()
                                + " with " + head.size());
            }
            requireRoot(
                    older,
                    leaves.subList(0, (int) older.size()),
                    "the first " + older.size() + " entries are not those that " + since + " was made of");
            answer.put("since", older.size());
        }
        return answer;
    }

    private static void requireRoot(History.Head head, List<byte[]> leaves, String otherwise) {
        if (!Base64.getEncoder().encodeToString(History.root(leaves)).equals(head.root())) {
            throw new Failure(Failure.REFUSED, otherwise);
        }
    }

    private Optional<byte[]> read(String path) throws IOException {
        Path file = Path.of(log).resolve(path);
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    private Optional<byte[]> fetch(String path) throws IOException {
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(log.replaceAll("/+$", "") + "/" + path))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = answer.body()) {
                byte[] content = in.readNBytes(MOST);
                if (answer.statusCode() == OK) {
                    return Optional.of(content);
                }
                if (answer.statusCode() == NOT_FOUND) {
                    return Optional.empty();
                }
                throw new Failure(
                        Failure.UNAVAILABLE,
                        "it answered " + answer.statusCode() + ": "
                                + new String(content, StandardCharsets.UTF_8).strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    void tell(JsonNode answer) {
        out().println(answer.path("origin").asText() + ": "
                + answer.path("size").asText() + " entries, "
                + answer.path("tiles").asText() + " tiles, all of them fit; signature "
                + answer.path("signature").asText()
                + (answer.has("since")
                        ? "; it begins with the " + answer.path("since").asText() + " entries of then"
                        : ""));
    }
}
