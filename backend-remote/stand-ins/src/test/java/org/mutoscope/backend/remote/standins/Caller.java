package org.mutoscope.backend.remote.standins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A client of a stand-in that knows nothing of it but its address. */
final class Caller {
    /** What came back. */
    record Reply(int status, String type, byte[] bytes, Map<String, Object> json) {
        Map<String, Object> good() {
            assertEquals(2, status / 100, () -> status + " " + new String(bytes, StandardCharsets.UTF_8));
            return json;
        }

        Object at(String path) {
            Object value = json;
            for (String name : path.split("\\.")) {
                value = value instanceof List<?>
                        ? Asked.list(value).get(Integer.parseInt(name))
                        : Asked.object(value).get(name);
            }
            return value;
        }
    }

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(60)).build();
    private final String url;
    private final Map<String, String> headers = new LinkedHashMap<>();

    Caller(StandIn standIn) {
        this.url = standIn.url();
    }

    Caller with(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Reply get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    Reply delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    Reply post(String path, Object json) {
        return json("POST", path, json);
    }

    Reply put(String path, Object json) {
        return json("PUT", path, json);
    }

    private Reply json(String method, String path, Object json) {
        Map<String, String> before = new LinkedHashMap<>(headers);
        headers.put("Content-Type", "application/json");
        try {
            return send(method, path, BodyPublishers.ofString(json instanceof String text ? text : Answer.text(json)));
        } finally {
            headers.clear();
            headers.putAll(before);
        }
    }

    /** @param fields names and values in turn; a {@code byte[]} is a PNG file */
    Reply form(String path, Object... fields) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            boolean file = fields[i + 1] instanceof byte[];
            body.writeBytes(("--edge\r\nContent-Disposition: form-data; name=\"" + fields[i] + "\""
                            + (file ? "; filename=\"a.png\"\r\nContent-Type: image/png" : "") + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            body.writeBytes(file ? (byte[]) fields[i + 1] : ((String) fields[i + 1]).getBytes(StandardCharsets.UTF_8));
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes("--edge--\r\n".getBytes(StandardCharsets.UTF_8));
        headers.put("Content-Type", "multipart/form-data; boundary=edge");
        try {
            return send("POST", path, BodyPublishers.ofByteArray(body.toByteArray()));
        } finally {
            headers.remove("Content-Type");
        }
    }

    private Reply send(String method, String path, HttpRequest.BodyPublisher body) {
        URI to = URI.create(path.startsWith("http") ? path : url + path);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(to).timeout(Duration.ofSeconds(60)).method(method, body);
        headers.forEach(request::header);
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
            String type = response.headers().firstValue("content-type").orElse("");
            Map<String, Object> json = Asked.parsed(new String(response.body(), StandardCharsets.UTF_8))
                    .orElse(null);
            return new Reply(response.statusCode(), type, response.body(), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
