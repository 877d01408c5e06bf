package org.mutoscope.observe;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what the collector took and what it did not. */
final class Deliveries implements SpanExporter {
    private final SpanExporter way;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean failing;

    Deliveries(SpanExporter way) {
        this.way = way;
    }

    /** Spans that it took. */
    long taken() {
        return taken.get();
    }

    /** Spans that it did not take, after all tries. */
    long lost() {
        return lost.get();
    }

    /** Whether the last delivery failed. */
    boolean failing() {
        return failing;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int count = spans.size();
        CompletableResultCode delivery = way.export(spans);
        delivery.whenComplete(() -> {
            failing = !delivery.isSuccess();
            (failing ? lost : taken).addAndGet(count);
        });
        return delivery;
    }

    @Override
    public CompletableResultCode flush() {
        return way.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return way.shutdown();
    }
}
