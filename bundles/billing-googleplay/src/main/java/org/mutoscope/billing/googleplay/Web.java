package org.mutoscope.billing.googleplay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Requests to Google whose answers are JSON of a bearable size. For one call of the host: it keeps the lent client. */
final class Web {
    private static final int MOST_BYTES = 4 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final Duration patience;

    Web(HttpClient http, Duration patience) {
        this.http = http;
        this.patience = patience;
    }

    /** An answer. @param body an object; a missing one if the answer was empty */
    record Answer(int status, JsonNode body) {
        /** Whether it has the shape of Google's own errors; a proxy's is no word of Google's. */
        boolean googles() {
            return body.path("error").path("code").isInt();
        }
    }

    /** @param what for messages: never with a token in it */
    Answer get(URI uri, String bearer, String what) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        return send(bearer.isEmpty() ? request : request.header("Authorization", "Bearer " + bearer), what);
    }

    Answer postJson(URI uri, String bearer, Object body, String what) throws InterruptedException {
        try {
            return send(
                    HttpRequest.newBuilder(uri)
                            .header("Authorization", "Bearer " + bearer)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))),
                    what);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    Answer postForm(URI uri, String form, String what) throws InterruptedException {
        return send(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)),
                what);
    }

    private Answer send(HttpRequest.Builder request, String what) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = http.send(request.timeout(patience).build(), Bounded.upTo(MOST_BYTES));
            byte[] bytes = response.body();
            if (bytes.length > MOST_BYTES) {
                throw new StoreSilent("Google's answer about " + what + " has no end");
            }
            JsonNode body = JSON.readTree(bytes);
            if (!body.isObject() && bytes.length > 0) {
                throw new StoreSilent("Google answered about " + what + " with something else");
            }
            return new Answer(response.statusCode(), body);
        } catch (JsonProcessingException e) {
            throw new StoreSilent("Google answered about " + what + " with what is not JSON");
        } catch (IOException e) {
            throw new StoreSilent(
                    "Google did not answer about " + what + ": " + e.getClass().getSimpleName());
        }
    }
}
