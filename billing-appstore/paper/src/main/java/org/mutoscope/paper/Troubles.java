package org.mutoscope.paper;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What is wrong with the API just now. Safe for use by several threads. */
public final class Troubles {
    /** Ways to be wrong. */
    public enum Kind {
        /** Works. */
        NONE,
        /** 404 without a word. */
        EMPTY_404,
        /** 429 with Apple's number. */
        BUSY,
        /** 401, as for a wrong key. */
        UNAUTHORIZED,
        /** 500 with Apple's number. */
        BROKEN,
        /** 503 with a page for people. */
        DOWN,
        /** 200 and no JSON. */
        GARBAGE,
        /** 200 and nothing at all. */
        EMPTY,
        /** 200 and JSON of something else. */
        OTHER_JSON,
        /** 200 and more than anybody reads. */
        ENDLESS,
        /** The connection is cut in the middle of the answer. */
        CUT,
        /** No answer until {@link Troubles#wake}. */
        SLOW
    }

    private volatile Kind kind = Kind.NONE;
    private volatile CountDownLatch sleepers = new CountDownLatch(1);

    /** @param now from now on */
    public void set(Kind now) {
        kind = now;
        if (now == Kind.SLOW) {
            sleepers = new CountDownLatch(1);
        }
    }

    /** What is wrong. */
    public Kind kind() {
        return kind;
    }

    /** Lets those go on that wait for a slow answer. */
    public void wake() {
        sleepers.countDown();
    }

    /** Spoils the answer, if anything is wrong. @return whether it has answered in place of the API */
    boolean spoil(HttpExchange exchange) throws IOException {
        switch (kind) {
            case NONE:
                return false;
            case EMPTY_404:
                return say(exchange, new Answer(404, ""));
            case BUSY:
                return say(exchange, Answer.error(429, 4290000, "Rate limit exceeded."));
            case UNAUTHORIZED:
                return say(exchange, new Answer(401, "Unauthenticated\n"));
            case BROKEN:
                return say(exchange, Answer.error(500, 5000000, "An unknown error occurred."));
            case DOWN:
                return say(exchange, new Answer(503, "<html>Be right back</html>"));
            case GARBAGE:
                return say(exchange, new Answer(200, "\u0000\u0001 no JSON {{{"));
            case EMPTY:
                return say(exchange, Answer.empty());
            case OTHER_JSON:
                return say(
                        exchange,
                        new Answer(
                                200, "{\"signedTransactionInfo\":17,\"data\":[null],\"signedTransactions\":[null]}"));
            case ENDLESS:
                return pour(exchange, 0, 1 << 12, 1 << 16);
            case CUT:
                return pour(exchange, 1000, 1, 10);
            case SLOW:
                doze();
                return say(exchange, new Answer(503, ""));
            default:
                throw new IllegalStateException("a trouble without an answer: " + kind);
        }
    }

    private static boolean say(HttpExchange exchange, Answer answer) throws IOException {
        answer.to(exchange);
        return true;
    }

    /** Promises so many bytes (0: as many as come) and writes others; ends with an exception when the reader has had enough. */
    private static boolean pour(HttpExchange exchange, int promised, int pieces, int bytes) throws IOException {
        exchange.sendResponseHeaders(200, promised);
        byte[] piece = " ".repeat(bytes).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < pieces; i++) {
            exchange.getResponseBody().write(piece);
        }
        return true;
    }

    /** Waits for {@link #wake}, two minutes at most. */
    private void doze() {
        try {
            sleepers.await(2, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server is closing
        }
    }
}
