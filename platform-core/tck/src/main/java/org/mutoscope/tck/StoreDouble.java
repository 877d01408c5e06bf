package org.mutoscope.tck;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A store on a loopback port that answers as it is told: what it was stocked with, or the trouble it is in. Safe for several threads. */
public final class StoreDouble implements AutoCloseable {
    /** What can be wrong with a store. */
    public enum Trouble {
        /** Nothing: it answers with what it was stocked with, 404 for the rest. */
        NONE,
        /** 404 to everything. */
        MISSING,
        /** 429 with {@code Retry-After: 7}. */
        BUSY,
        /** 503. */
        BROKEN,
        /** 200 with what is neither JSON nor anything else. */
        GARBAGE,
        /** 200 with nothing. */
        EMPTY,
        /** 200 with the first half of the right answer, and the connection closed. */
        CUT,
        /** Takes the request and never answers. */
        SILENT,
        /** 200 with the first half of the right answer, and never the rest. */
        STALLED
    }

    private final HttpServer server;
    private final ExecutorService workers;
    private final Map<String, Stocked> stock = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final Semaphore arrived = new Semaphore(0);
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Trouble trouble = Trouble.NONE;

    private volatile Optional<Passage> behind = Optional.empty();

    private record Stocked(int status, byte[] body) {
        static Stocked missing() {
            return new Stocked(404, "{}".getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Opens it on a free port. */
    public StoreDouble() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("no loopback port for the store double", e);
        }
        workers = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "tck-store");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(workers);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Where it listens, without a slash at the end. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What it answers to a path (without query), whatever the method. */
    public void stock(String path, int status, String body) {
        stock.put(path, new Stocked(status, body.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Asks another stand-in for all that is not stocked: so the troubles of this double come between the provider and a server that somebody wrote already.
     *
     * @param to its address, without a slash at the end
     */
    public void passOn(URI to) {
        behind = Optional.of(new Passage(to));
    }

    /** Gets into trouble, or out of it. Requests before count no longer for {@link #awaitRequest}. */
    public void trouble(Trouble now) {
        arrived.drainPermits();
        trouble = now;
    }

    /** How often it was asked. */
    public int requests() {
        return requests.get();
    }

    /** Waits until it was asked once more since the last time this was called. @return false if that did not happen within 60 s */
    public boolean awaitRequest() throws InterruptedException {
        return arrived.tryAcquire(60, TimeUnit.SECONDS);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        arrived.release();
        try (exchange) {
            byte[] asked = exchange.getRequestBody().readAllBytes();
            switch (trouble) {
                case NONE -> {
                    Stocked found = found(exchange, asked);
                    send(exchange, found.status(), found.body());
                }
                case MISSING -> send(exchange, 404, "{}".getBytes(StandardCharsets.UTF_8));
                case BUSY -> {
                    exchange.getResponseHeaders().set("Retry-After", "7");
                    send(exchange, 429, "{}".getBytes(StandardCharsets.UTF_8));
                }
                case BROKEN -> send(exchange, 503, "<html>Sorry</html>".getBytes(StandardCharsets.UTF_8));
                case GARBAGE -> send(
                        exchange, 200, "}{ not what you want \u0001\u0002 [[[".getBytes(StandardCharsets.UTF_8));
                case EMPTY -> send(exchange, 200, new byte[0]);
                case CUT -> half(exchange, asked);
                case STALLED -> {
                    half(exchange, asked);
                    closing.await();
                }
                case SILENT -> closing.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void half(HttpExchange exchange, byte[] asked) throws IOException, InterruptedException {
        byte[] whole = found(exchange, asked).body();
        exchange.sendResponseHeaders(200, Math.max(2, whole.length));
        exchange.getResponseBody().write(whole, 0, whole.length / 2);
        exchange.getResponseBody().flush();
    }

    private Stocked found(HttpExchange exchange, byte[] asked) throws IOException, InterruptedException {
        Stocked stocked = stock.get(exchange.getRequestURI().getPath());
        if (stocked != null || behind.isEmpty()) {
            return stocked == null ? Stocked.missing() : stocked;
        }
        HttpResponse<byte[]> answer = behind.get().ask(exchange, asked);
        answer.headers().firstValue("content-type").ifPresent(type -> exchange.getResponseHeaders()
                .set("Content-Type", type));
        return new Stocked(answer.statusCode(), answer.body());
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        workers.shutdownNow();
    }
}
