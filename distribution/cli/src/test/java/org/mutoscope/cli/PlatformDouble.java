package org.mutoscope.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A platform that gives one answer to everything, and runs commands against itself. */
final class PlatformDouble implements AutoCloseable {
    /** What it was asked: method, address, body. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private volatile int status = 200;
    private volatile String answer = "{}";

    PlatformDouble() throws IOException {
        server.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
                byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
    }

    PlatformDouble says(int code, String json) {
        status = code;
        answer = json;
        return this;
    }

    /** @return the exit code */
    int run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--url", "http://127.0.0.1:" + server.getAddress().getPort(), "--key", "mk_test"));
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    String printed() {
        return out.toString().replaceAll(" +", " ").strip();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
