package org.mutoscope.billing.appstore;

import com.apple.itunes.storekit.client.BaseAppStoreServerAPIClient;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Reader;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Apple's client of the App Store Server API over the JDK's HTTP client, in place of OkHttp. For one call: it keeps the lent HTTP client. */
final class StoreApi extends BaseAppStoreServerAPIClient {
    /** More than any answer has. */
    private static final int MOST_BYTES = 8 << 20;

    private final HttpClient http;
    private final Settings.Api settings;
    private final String base;

    StoreApi(Settings.Api settings, StoreEnvironment environment, HttpClient http) {
        super(settings.tokens(), environment.apples());
        this.http = http;
        this.settings = settings;
        this.base = settings.server()
                .map(server -> server + "/" + environment.word())
                .orElse(url);
    }

    @Override
    protected HttpResponseInterface makeRequest(
            String path,
            String method,
            Map<String, List<String>> query,
            Map<String, String> headers,
            String contentType,
            byte[] body)
            throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path + text(query))).timeout(settings.patience());
        headers.forEach(request::header);
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        try {
            HttpResponse<byte[]> response = http.send(request.build(), Bounded.upTo(MOST_BYTES));
            if (response.body().length > MOST_BYTES) {
                throw new IOException("the answer has more than " + MOST_BYTES + " bytes");
            }
            return new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Store tells the host
            throw new InterruptedIOException("the host has no more time");
        }
    }

    private static String text(Map<String, List<String>> query) {
        StringJoiner text = new StringJoiner("&", "?", "").setEmptyValue("");
        query.forEach((name, values) ->
                values.forEach(value -> text.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8))));
        return text.toString();
    }

    private record Answer(int statusCode, String text) implements HttpResponseInterface {
        @Override
        public Reader body() {
            return new StringReader(text);
        }

        @Override
        public void close() {
            // all of it was read
        }
    }
}
