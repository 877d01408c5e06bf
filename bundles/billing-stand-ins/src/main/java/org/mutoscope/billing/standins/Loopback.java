package org.mutoscope.billing.standins;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** An HTTP server on loopback whose API has the troubles that it is told to have, and whose counter, {@code /stand-in/VERB}, has none. */
final class Loopback implements AutoCloseable {
    static final String COUNTER = "/stand-in/";
    private static final byte[] KILOBYTE = " ".repeat(1024).getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(r -> {
        Thread thread = new Thread(r, "stand-in");
        thread.setDaemon(true);
        return thread;
    });
    private final Troubles troubles = new Troubles();
    private final AtomicInteger requests = new AtomicInteger();
    private final Function<String, Object> error;

    /** @param port 0 for any @param error the service's own shape of an error, from a word that says which */
    Loopback(int port, Function<String, Object> error) {
        this.error = error;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " cannot be listened on: " + e.getMessage(), e);
        }
        server.setExecutor(threads);
    }

    void open(Function<Asked, Answer> api, Function<Asked, Answer> counter) {
        server.createContext("/", exchange -> {
            try (exchange) {
                requests.incrementAndGet();
                badly(exchange, api);
            }
        });
        server.createContext(COUNTER, exchange -> {
            try (exchange) {
                send(exchange, safely(counter, Asked.of(exchange)));
            }
        });
        server.start();
    }

    private void badly(HttpExchange exchange, Function<Asked, Answer> api) throws IOException {
        switch (troubles.kind()) {
            case NONE -> send(exchange, safely(api, Asked.of(exchange)));
            case BUSY -> send(exchange, Answer.of(429, error.apply("rate_limit")));
            case UNAUTHORIZED -> send(exchange, Answer.of(401, error.apply("unauthorized")));
            case BROKEN -> send(exchange, Answer.of(500, error.apply("api_error")));
            case DOWN -> send(exchange, new Answer(503, "<html><h1>Back soon</h1></html>"));
            case LOST -> send(exchange, new Answer(404, "<html><h1>Not here</h1></html>"));
            case GARBAGE -> send(exchange, new Answer(200, "\u0000{\"id\": tru"));
            case EMPTY -> send(exchange, new Answer(200, ""));
            case OTHER_JSON -> send(exchange, new Answer(200, "[1,2,3]"));
            case DEEP -> send(exchange, new Answer(200, "{\"object\":".repeat(50_000)));
            case ENDLESS -> endless(exchange);
            case CUT -> {
                exchange.sendResponseHeaders(200, 1000);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
            }
            case DONE_BROKEN -> {
                safely(api, Asked.of(exchange));
                send(exchange, Answer.of(500, error.apply("api_error")));
            }
            case DONE_SLOW -> {
                Answer done = safely(api, Asked.of(exchange));
                troubles.doze();
                send(exchange, done);
            }
            case SLOW -> {
                troubles.doze();
                send(exchange, safely(api, Asked.of(exchange)));
            }
        }
    }

    private static void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < 64 << 10; i++) {
                out.write(KILOBYTE);
            }
        }
    }

    private Answer safely(Function<Asked, Answer> handler, Asked asked) {
        try {
            return handler.apply(asked);
        } catch (RuntimeException e) {
            return Answer.of(400, Answer.map("error", String.valueOf(e.getMessage())));
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Troubles troubles() {
        return troubles;
    }

    int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        troubles.wake();
        server.stop(0);
        threads.shutdownNow();
    }
}
