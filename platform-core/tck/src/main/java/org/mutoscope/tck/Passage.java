package org.mutoscope.tck;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;

/**
 * The way from a store double to the stand-in behind it.
 *
 * @param to address of the stand-in
 */
record Passage(URI to) {
    /** What Java's client sets by itself. */
    private static final Set<String> OURS = Set.of("connection", "content-length", "host", "upgrade", "http2-settings");

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newCachedThreadPool(Passage::daemon))
            .connectTimeout(Duration.ofSeconds(60))
            .build();

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "tck-passage");
        thread.setDaemon(true);
        return thread;
    }

    HttpResponse<byte[]> ask(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(to + exchange.getRequestURI().toString()))
                .timeout(Duration.ofSeconds(60))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OURS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    }
}
