package org.mutoscope.plugins;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Brings a file from an address that the operator, or an index of theirs, names. Bounded in time and size; the message of what is thrown can be shown. */
final class Fetcher {
    private final Duration limit;

    Fetcher(Duration limit) {
        this.limit = limit;
    }

    /** Copies what is there. @throws IOException if it is not there, too large, or too slow; then nothing of it is left */
    void fetch(URI from, Path target, long maxBytes) throws IOException {
        boolean whole = false;
        try {
            if (from.getScheme().equals("file")) {
                Path file = Path.of(from);
                if (!Files.isRegularFile(file)) {
                    throw new IOException("there is no file " + file);
                }
                try (InputStream in = Files.newInputStream(file)) {
                    copy(in, target, maxBytes);
                }
            } else {
                web(from, target, maxBytes);
            }
            whole = true;
        } finally {
            if (!whole) {
                Files.deleteIfExists(target);
            }
        }
    }

    private void web(URI from, Path target, long maxBytes) throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(limit)
                .followRedirects(HttpClient.Redirect.NORMAL) // never from https to http
                .build();
        HttpRequest request = HttpRequest.newBuilder(from).timeout(limit).build();
        long end = System.nanoTime() + limit.toNanos();
        try {
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            AtomicBoolean late = new AtomicBoolean();
            try (InputStream in = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw new IOException("it answers " + answer.statusCode());
                }
                CompletableFuture.delayedExecutor(end - System.nanoTime(), TimeUnit.NANOSECONDS)
                        .execute(() -> close(in, late)); // a read that waits for a byte has no other end
                copy(in, target, maxBytes);
                if (late.get()) { // what was closed under it may look like its end
                    throw new IOException("closed");
                }
            } catch (IOException e) {
                throw late.get() ? tooLong(e) : e;
            }
        } catch (HttpTimeoutException e) {
            throw tooLong(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IllegalArgumentException e) {
            throw new IOException("it is no address (" + e.getMessage() + ")", e);
        }
    }

    private IOException tooLong(IOException cause) {
        return new IOException("it took longer than " + limit.toSeconds() + " s", cause);
    }

    private static void close(InputStream in, AtomicBoolean late) {
        late.set(true);
        try {
            in.close();
        } catch (IOException e) {
            // whoever reads it is told
        }
    }

    private static void copy(InputStream in, Path target, long maxBytes) throws IOException {
        try (InputStream from = new BufferedInputStream(in);
                OutputStream out = Files.newOutputStream(target)) {
            byte[] buffer = new byte[65_536];
            long all = 0;
            for (int got = from.read(buffer); got >= 0; got = from.read(buffer)) {
                all += got;
                if (all > maxBytes) {
                    throw new IOException("it has more than " + maxBytes + " bytes");
                }
                out.write(buffer, 0, got);
            }
        }
    }
}
