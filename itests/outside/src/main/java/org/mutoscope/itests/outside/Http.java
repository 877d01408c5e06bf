package org.mutoscope.itests.outside;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A plain client of the HTTP API with one key. */
final class Http {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    final String url;
    final String key;

    Http(String url, String key) {
        this.url = url;
        this.key = key;
    }

    Answer get(String path) throws Exception {
        return send(request(path).GET());
    }

    Answer delete(String path) throws Exception {
        return send(request(path).DELETE());
    }

    Answer post(String path, Map<String, ?> body, String... headers) throws Exception {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    Answer put(String path, Map<String, ?> body) throws Exception {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    /** Sends bytes as they are. */
    Answer upload(String path, byte[] content) throws Exception {
        return send(request(path)
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(content)));
    }

    /** Sends bytes of a kind as they are. */
    Answer upload(String path, String type, byte[] content, String... headers) throws Exception {
        return send(request(path)
                .header("Content-Type", type)
                .headers(headers)
                .POST(HttpRequest.BodyPublishers.ofByteArray(content)));
    }

    /** Sends a form with a file. */
    Answer form(String path, Map<String, String> fields, String name, byte[] file) throws Exception {
        String boundary = "b" + System.nanoTime();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + field.getKey()
                            + "\"\r\n\r\n" + field.getValue() + "\r\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name
                        + "\"; filename=\"file\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(file);
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return send(request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + key);
    }

    private static Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return new Answer(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    }

    /** A file. */
    byte[] bytes(String path) throws Exception {
        HttpResponse<byte[]> answer = CLIENT.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
        Promises.equal(200, answer.statusCode(), "status of " + path);
        return answer.body();
    }

    /** Asks for a test pattern. */
    JsonNode pattern(String prompt, Map<String, String> more) throws Exception {
        Map<String, Object> body = new HashMap<>(more);
        body.put("model", "test-pattern");
        body.put("prompt", prompt);
        body.put("size", "128x128");
        body.putIfAbsent("seconds", "1");
        return post("/v1/videos", body).json();
    }

    /** Waits until a video has ended. */
    JsonNode await(String id) throws Exception {
        return await(id, Duration.ofSeconds(90));
    }

    JsonNode await(String id, Duration most) throws Exception {
        JsonNode[] last = new JsonNode[1];
        Promises.await(most, "video " + id + " ends", () -> {
            try {
                last[0] = get("/v1/videos/" + id).json();
                String status = last[0].path("status").asText();
                return status.equals("completed") || status.equals("failed");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        return last[0];
    }

    /** As {@link #await}; it must be a clip. */
    JsonNode awaitClip(String id) throws Exception {
        JsonNode video = await(id);
        Promises.equal("completed", video.path("status").asText(), "status of " + id + " " + video.path("error"));
        return video;
    }

    JsonNode credits() throws Exception {
        return get("/api/v1/credits").json();
    }

    long available() throws Exception {
        return credits().path("available").asLong();
    }

    /** What came back. */
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        /** The body, whatever the status. */
        JsonNode body() throws JsonProcessingException {
            return JSON.readTree(response.body());
        }

        /** The body of a success. */
        JsonNode json() throws JsonProcessingException {
            ok();
            return body();
        }

        void ok() {
            Promises.check(
                    status() / 100 == 2,
                    response.request().method() + " " + response.uri().getPath() + " answered " + status() + ": "
                            + response.body());
        }

        String error() throws JsonProcessingException {
            return body().path("error").path("code").asText();
        }
    }
}
