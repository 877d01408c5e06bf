package org.mutoscope.backend.remote.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Map;

/** One request. Not thread-safe. */
public final class Ask {
    private final String method;
    private final URI uri;
    private final String what;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private BodyPublisher body = BodyPublishers.noBody();
    private int most = 8 << 20;

    private Ask(String method, URI uri, String what) {
        this.method = method;
        this.uri = uri;
        this.what = what;
    }

    /** @param method GET, POST, PUT or DELETE @param what for messages: {@code "the status"} */
    public static Ask of(String method, URI uri, String what) {
        return new Ask(method, uri, what);
    }

    /** A GET. */
    public static Ask get(URI uri, String what) {
        return of("GET", uri, what);
    }

    /** Adds a header that may go to any host of the instance. */
    public Ask header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Sends a JSON object. */
    public Ask json(JsonNode object) {
        headers.put("Content-Type", "application/json");
        body = BodyPublishers.ofByteArray(Json.bytes(object));
        return this;
    }

    /** Sends a form. */
    public Ask form(Multipart form) {
        headers.put("Content-Type", form.type());
        body = form.publisher();
        return this;
    }

    /** Takes an answer of so many bytes; without this 8 MiB. */
    public Ask most(int bytes) {
        most = bytes;
        return this;
    }

    URI uri() {
        return uri;
    }

    String what() {
        return what;
    }

    int most() {
        return most;
    }

    HttpRequest.Builder request() {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, body);
        headers.forEach(request::header);
        return request;
    }
}
