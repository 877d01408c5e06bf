package org.mutoscope.backend.remote.standins;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A collector of traces on paper: takes OTLP over HTTP in the binary encoding, as Jaeger, Tempo and the OpenTelemetry Collector do, and keeps what it was told. Safe for use
 * by several threads.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/">OTLP 1.x</a>
 */
public final class PaperCollector implements AutoCloseable {
    private static final String PATH = "/v1/traces";
    private static final int MOST_BYTES = 16 << 20;
    private static final int OK = 200;

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
    private volatile int status = OK;

    private PaperCollector(HttpServer server) {
        this.server = server;
        server.createContext(PATH, this::take);
        server.start();
    }

    /** Starts one. @param port on loopback; 0 for any */
    public static PaperCollector start(int port) {
        try {
            return new PaperCollector(
                    HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What it was told of something.
     *
     * @param service the name of who told it
     * @param trace 32 hexadecimal digits
     * @param id 16 hexadecimal digits
     * @param parent 16 hexadecimal digits, or empty
     * @param fromNanos since 1970
     * @param toNanos since 1970
     * @param fault null if it went well, else what was said
     */
    public record Span(
            String service,
            String trace,
            String id,
            String parent,
            String name,
            long fromNanos,
            long toNanos,
            Map<String, String> attributes,
            String fault) {}

    /** Where it takes traces. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + PATH;
    }

    /** What it was told, in the order in which it came. */
    public List<Span> spans() {
        return List.copyOf(spans);
    }

    /** Headers of the requests, one map each. */
    public List<Map<String, List<String>>> headers() {
        return List.copyOf(headers);
    }

    /** Answers every request from now on with this status; anything but 200 keeps nothing. */
    public void answer(int next) {
        status = next;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES);
            headers.add(Map.copyOf(exchange.getRequestHeaders()));
            int answer = status;
            if (answer == OK) {
                answer = keep(exchange, body);
            }
            exchange.getResponseHeaders().set("content-type", "application/x-protobuf");
            exchange.sendResponseHeaders(answer, -1);
        }
    }

    private int keep(HttpExchange exchange, byte[] body) {
        if (!"application/x-protobuf".equals(exchange.getRequestHeaders().getFirst("content-type"))) {
            return 415;
        }
        try {
            spans.addAll(read(new Protobuf(body)));
            return OK;
        } catch (IllegalArgumentException e) {
            return 400;
        }
    }

    /** Numbers are those of ExportTraceServiceRequest in opentelemetry-proto. */
    private static List<Span> read(Protobuf request) {
        List<Span> read = new ArrayList<>();
        for (Protobuf resource : request.messages(1)) {
            String service = resource.messages(1).stream()
                    .map(one -> attributes(one, 1).getOrDefault("service.name", ""))
                    .findFirst()
                    .orElse("");
            resource.messages(2).stream()
                    .flatMap(scope -> scope.messages(2).stream())
                    .forEach(span -> read.add(span(service, span)));
        }
        return read;
    }

    private static Span span(String service, Protobuf span) {
        String fault = span.messages(15).stream()
                .filter(status -> status.number(3) == 2)
                .map(status -> status.text(2))
                .findFirst()
                .orElse(null);
        return new Span(
                service,
                span.hex(1),
                span.hex(2),
                span.hex(4),
                span.text(5),
                span.number(7),
                span.number(8),
                attributes(span, 9),
                fault);
    }

    private static Map<String, String> attributes(Protobuf of, int number) {
        Map<String, String> attributes = new TreeMap<>();
        of.messages(number)
                .forEach(entry -> attributes.put(
                        entry.text(1),
                        entry.messages(2).stream()
                                .map(value -> value.text(1))
                                .findFirst()
                                .orElse("")));
        return attributes;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
