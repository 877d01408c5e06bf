package org.mutoscope.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/** The platform's HTTP API as the commands need it. An error answer becomes a {@link Failure} that tells it in words. */
final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = client();
    private final URI base;
    private final String key;

    Api(URI base, String key) {
        if (base.getHost() == null) {
            throw new IllegalArgumentException("no host");
        }
        this.base = base;
        this.key = key;
    }

    private static HttpClient client() {
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10));
        String authority = System.getenv("MUTOSCOPE_CA");
        if (authority != null && !authority.isBlank()) {
            client.sslContext(Trusted.by(Path.of(authority)));
        }
        return client.build();
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static String pretty(JsonNode node) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a value fit into a path or query. */
    static String part(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) {
        return json(request(path).GET().build());
    }

    /** What a path answers, as it is. */
    String text(String path) {
        return text(request(path).GET().build());
    }

    JsonNode delete(String path) {
        return json(request(path).DELETE().build());
    }

    JsonNode post(String path, JsonNode body) {
        return json(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    /** @param key sent twice it is done once */
    JsonNode post(String path, JsonNode body, String key) {
        return json(request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    JsonNode put(String path, JsonNode body) {
        return json(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    /** A file in a form. @param name of its field */
    record Part(String name, Path file) {
        /** Its own name, fit for a header. */
        private String filename() {
            Path last = file.getFileName();
            return last == null ? "file" : last.toString().replaceAll("[\\p{Cntrl}\"\\\\]", "_");
        }
    }

    /** Sends fields and a file as a form. */
    JsonNode form(String path, ObjectNode fields, Part part) {
        String boundary = "mutoscope-" + java.util.UUID.randomUUID();
        StringBuilder texts = new StringBuilder();
        for (java.util.Map.Entry<String, JsonNode> field : fields.properties()) {
            texts.append("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + field.getKey() + "\"\r\n\r\n"
                    + field.getValue().asText() + "\r\n");
        }
        texts.append("--" + boundary
                + "\r\nContent-Disposition: form-data; name=\"" + part.name() + "\"; filename=\"" + part.filename()
                + "\"\r\n\r\n");
        try {
            return json(request(path)
                    .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                    .POST(HttpRequest.BodyPublishers.concat(
                            HttpRequest.BodyPublishers.ofString(texts.toString()),
                            file(part.file()),
                            HttpRequest.BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")))
                    .build());
        } catch (IOException e) {
            throw new Failure(Failure.FILE, "cannot read " + part.file(), e);
        }
    }

    /** The client takes a folder for a file and, when it cannot read it, blames the connection. */
    private static HttpRequest.BodyPublisher file(Path file) throws IOException {
        if (Files.isDirectory(file) || !Files.isReadable(file)) {
            throw new IOException(file + " is no file that can be read");
        }
        return HttpRequest.BodyPublishers.ofFile(file);
    }

    JsonNode upload(String path, Path file) {
        try {
            return json(request(path)
                    .header("Content-Type", "application/java-archive")
                    .POST(file(file))
                    .build());
        } catch (IOException e) {
            throw new Failure(Failure.FILE, "cannot read " + file, e);
        }
    }

    /** Sends bytes as they are, with the signature of whoever made them. */
    JsonNode sendSigned(String path, String type, byte[] bytes, String signature) {
        return json(request(path)
                .header("Content-Type", type)
                .header("Mutoscope-Signature", signature)
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                .build());
    }

    /** Saves what a path answers; the file appears only when it is whole. @param stem its name without the ending, which follows from its type */
    Path download(String path, Path stem) {
        HttpResponse<InputStream> answer = send(request(path).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = answer.body()) {
            if (answer.statusCode() != 200) {
                throw refused(answer.statusCode(), new String(in.readNBytes(65_536), StandardCharsets.UTF_8));
            }
            boolean webm =
                    answer.headers().firstValue("Content-Type").orElse("").startsWith("video/webm");
            Path target = stem.resolveSibling(stem.getFileName() + (webm ? ".webm" : ".mp4"));
            Path folder = target.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, ".download-", ".part");
            try {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
                return Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new Failure(Failure.FILE, "cannot save " + stem + ": " + e.getMessage(), e);
        }
    }

    /** Saves what a path answers under this very name; the file appears only when it is whole. */
    void save(String path, Path target) {
        HttpResponse<InputStream> answer = send(request(path).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = answer.body()) {
            if (answer.statusCode() != 200) {
                throw refused(answer.statusCode(), new String(in.readNBytes(65_536), StandardCharsets.UTF_8));
            }
            Path part = Files.createTempFile(target.toAbsolutePath().getParent(), ".download-", ".part");
            try {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, target);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new Failure(Failure.FILE, "cannot save " + target + ": " + e.getMessage(), e);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofMinutes(5));
        if (key != null) {
            builder.header("Authorization", "Bearer " + key);
        }
        return builder;
    }

    private JsonNode json(HttpRequest request) {
        String answer = text(request);
        try {
            return JSON.readTree(answer);
        } catch (JsonProcessingException e) {
            throw new Failure(Failure.UNAVAILABLE, base + " does not answer like a Mutoscope", e);
        }
    }

    private String text(HttpRequest request) {
        HttpResponse<String> answer = send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw refused(answer.statusCode(), answer.body());
        }
        return answer.body();
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new Failure(
                    Failure.UNAVAILABLE,
                    "no Mutoscope answers at " + base + " (" + e
                            + "); start one with: mutoscope up, or give its address with --url",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Failure.REFUSED, "interrupted", e);
        }
    }

    private Failure refused(int status, String body) {
        JsonNode error = JSON.createObjectNode();
        try {
            error = JSON.readTree(body).path("error");
        } catch (JsonProcessingException e) {
            // not one of ours: the status has to do
        }
        String words = error.path("message").asText("HTTP " + status);
        String code = error.path("code").asText("");
        String told = words + (code.isEmpty() ? "" : " [" + error.path("number").asText("") + " " + code + "]");
        int exit = status == 401 || status == 403
                ? Failure.NOT_ALLOWED
                : status == 503 ? Failure.UNAVAILABLE : Failure.REFUSED;
        if (status == 401 && key == null) {
            told += " Give a key with --key, MUTOSCOPE_KEY or --data.";
        }
        return new Failure(exit, told);
    }
}
