package org.mutoscope.tck;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.mutoscope.api.billing.BillingContext;

/** The bad provider's way to its store, which can be deaf to interrupts. */
final class BadStore {
    private final AtomicInteger asking = new AtomicInteger();
    private final boolean deaf;

    BadStore(boolean deaf) {
        this.deaf = deaf;
    }

    /** Calls that wait for an answer. */
    int asking() {
        return asking.get();
    }

    HttpResponse<String> ask(String path, BillingContext context) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(context.secret("store").orElseThrow() + path))
                .build();
        asking.incrementAndGet();
        try {
            if (deaf) {
                CompletableFuture<HttpResponse<String>> answer =
                        context.http().sendAsync(request, HttpResponse.BodyHandlers.ofString());
                while (!answer.isDone()) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                    Thread.interrupted();
                }
            }
            return context.http().send(request, HttpResponse.BodyHandlers.ofString());
        } finally {
            asking.decrementAndGet();
        }
    }
}
