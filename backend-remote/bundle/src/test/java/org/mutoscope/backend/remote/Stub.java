package org.mutoscope.backend.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that says what a test wants, and remembers what it was asked. */
public final class Stub implements AutoCloseable {
    /** What is enough of an MP4 for whoever only looks at its beginning. */
    public static final byte[] CLIP = "\0\0\0\u0018ftypisom\0\0\0\0isommp42".getBytes(StandardCharsets.ISO_8859_1);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Route> routes = new ConcurrentHashMap<>();
    /** {@code METHOD /path?query}. */
    public final List<String> asked = new CopyOnWriteArrayList<>();
    /** Bodies in the same order. */
    public final List<String> bodies = new CopyOnWriteArrayList<>();
    /** Authorization or API key in the same order; empty for none. */
    public final List<String> keys = new CopyOnWriteArrayList<>();

    /** Answers one request. */
    public interface Route {
        void answer(HttpExchange exchange) throws IOException;
    }

    public Stub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
        String key = exchange.getRequestHeaders().getFirst("Authorization");
        String other = exchange.getRequestHeaders().getFirst("x-goog-api-key");
        keys.add(key == null ? other == null ? "" : other : key);
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        Route route = routes.getOrDefault(
                exchange.getRequestMethod() + " " + path, json(404, "{\"error\":{\"message\":\"no such thing\"}}"));
        route.answer(exchange);
        exchange.close();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public String body(String request) {
        return bodies.get(asked.indexOf(request));
    }

    public long count(String request) {
        return asked.stream().filter(request::equals).count();
    }

    /** @param what {@code METHOD /path} */
    public Stub on(String what, Route route) {
        routes.put(what, route);
        return this;
    }

    public Stub on(String what, int status, String body) {
        return on(what, json(status, body));
    }

    /** One answer after the other; the last stays. */
    public Stub on(String what, Route... several) {
        int[] n = {0};
        return on(what, exchange -> several[Math.min(n[0]++, several.length - 1)].answer(exchange));
    }

    public static Route json(int status, String body) {
        return exchange -> send(exchange, status, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    public static Route bytes(byte[] body) {
        return exchange -> send(exchange, 200, "video/mp4", body);
    }

    /** Takes the request and hangs up. */
    public static Route cut() {
        return HttpExchange::close;
    }

    public static Route redirect(String to) {
        return exchange -> {
            exchange.getResponseHeaders().add("Location", to);
            exchange.sendResponseHeaders(302, -1);
        };
    }

    public static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
