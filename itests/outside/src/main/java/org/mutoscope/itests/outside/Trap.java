package org.mutoscope.itests.outside;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A proxy before the platform that spoils the first answer. */
final class Trap implements AutoCloseable {
    /** What it does with it. */
    enum Bite {
        /** 429 without asking the platform. */
        BUSY,
        /** 500 without asking the platform. */
        FAULT,
        /** Asks the platform and says 502. */
        GATEWAY,
        /** Asks the platform and cuts the connection. */
        CUT,
        /** Asks the platform and says nothing until the client has given up. */
        SILENCE
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer server;
    private final String target;
    private final Bite bite;
    private final AtomicInteger bitten = new AtomicInteger();

    Trap(String target, Bite bite) throws IOException {
        this.target = target;
        this.bite = bite;
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "trap");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::pass);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int bitten() {
        return bitten.get();
    }

    private void pass(HttpExchange exchange) throws IOException {
        boolean first = bitten.getAndIncrement() == 0;
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (first && bite == Bite.BUSY) {
                exchange.sendResponseHeaders(429, -1);
                return;
            }
            if (first && bite == Bite.FAULT) {
                exchange.sendResponseHeaders(500, -1);
                return;
            }
            HttpResponse<byte[]> answer = forward(exchange, body);
            if (!first) {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
                exchange.getResponseBody().write(answer.body());
            } else if (bite == Bite.GATEWAY) {
                exchange.sendResponseHeaders(502, -1);
            } else if (bite == Bite.SILENCE) {
                TimeUnit.SECONDS.sleep(8); // longer than the client waits
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            String lower = name.toLowerCase(java.util.Locale.ROOT);
            if (lower.equals("authorization") || lower.equals("content-type") || lower.startsWith("x-stainless")) {
                request.header(name, values.get(0));
            }
        });
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
