package org.mutoscope.backend.remote.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Puts the bytes of an answer into a file, and lets go of the connection when they become too many. One thread at a time. */
final class FileSink implements BodySubscriber<FileSink> {
    /** How many of the first bytes are shown of a file. */
    static final int HEAD = 16;

    private static final int COMPLAINT = 4096;

    private final CompletableFuture<FileSink> done = new CompletableFuture<>();
    private final Path target;
    private final long most;
    private Flow.Subscription subscription;
    private OutputStream out;
    private byte[] start = new byte[0];
    private long bytes;
    private boolean full;

    /** @param most bytes that are taken; 0: it is a complaint, of which the beginning is kept */
    FileSink(Path target, long most) {
        this.target = target;
        this.most = most;
    }

    boolean full() {
        return full;
    }

    long bytes() {
        return bytes;
    }

    byte[] start() {
        return start;
    }

    @Override
    public CompletionStage<FileSink> getBody() {
        return done;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> chunks) {
        if (done.isDone()) {
            return;
        }
        try {
            for (ByteBuffer chunk : chunks) {
                take(chunk);
            }
        } catch (IOException e) {
            subscription.cancel();
            onError(e);
        }
    }

    private void take(ByteBuffer chunk) throws IOException {
        byte[] part = new byte[chunk.remaining()];
        chunk.get(part);
        int shown = most == 0 ? COMPLAINT : HEAD;
        if (start.length < shown) {
            int had = start.length;
            start = Arrays.copyOf(start, Math.min(shown, had + part.length));
            System.arraycopy(part, 0, start, had, start.length - had);
        }
        if (most == 0) {
            if (start.length == shown) {
                letGo();
            }
            return;
        }
        bytes += part.length;
        if (bytes > most) {
            full = true;
            letGo();
            return;
        }
        if (out == null) {
            out = Files.newOutputStream(target);
        }
        out.write(part);
    }

    private void letGo() throws IOException {
        subscription.cancel();
        close();
        done.complete(this);
    }

    @Override
    public void onError(Throwable error) {
        try {
            close();
        } catch (IOException e) {
            error.addSuppressed(e);
        }
        done.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        try {
            close();
            done.complete(this);
        } catch (IOException e) {
            done.completeExceptionally(e);
        }
    }

    private void close() throws IOException {
        if (out != null) {
            out.close();
            out = null;
        }
    }
}
