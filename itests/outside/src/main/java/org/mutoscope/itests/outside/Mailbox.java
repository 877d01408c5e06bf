package org.mutoscope.itests.outside;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A customer's server that keeps the webhooks it is sent and shows them to whoever judges them. */
final class Mailbox implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<Map<String, Object>> letters = new CopyOnWriteArrayList<>();
    /** Where a message is redirected to; null to take it. */
    volatile String elsewhere;

    Mailbox() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "mailbox");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/hook", this::take);
        server.createContext("/url", exchange -> answer(exchange, hook("127.0.0.1")));
        server.createContext("/about", this::about);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Its address by some name of this machine. */
    String hook(String host) {
        return "http://" + host + ":" + server.getAddress().getPort() + "/hook";
    }

    int letters() {
        return letters.size();
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        letters.add(Map.of(
                "body",
                body,
                "headers",
                Map.of(
                        "webhook-id", header(exchange, "webhook-id"),
                        "webhook-timestamp", header(exchange, "webhook-timestamp"),
                        "webhook-signature", header(exchange, "webhook-signature"))));
        try (exchange) {
            if (elsewhere != null) {
                exchange.getResponseHeaders().set("Location", elsewhere);
            }
            exchange.sendResponseHeaders(elsewhere == null ? 204 : 302, -1);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return String.valueOf(exchange.getRequestHeaders().getFirst(name));
    }

    private void about(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestURI().getQuery().replace("id=", "");
        Optional<Map<String, Object>> found = letters.stream()
                .filter(letter -> letter.get("body").toString().contains('"' + id + '"'))
                .findFirst();
        answer(exchange, JSON.writeValueAsString(found.orElse(null)));
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
